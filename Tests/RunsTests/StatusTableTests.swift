import Foundation
import Results
import Runs
import Terminal
import Testing

@Suite struct StatusTableTests {
    private func status(_ count: Int, running: ClosedRange<Int> = 2...3) -> StudyStatus {
        let trials = (0..<count).map { index -> TrialStatus in
            let state: TrialStatus.State =
                running.contains(index) ? .running : index < running.lowerBound ? .done : .waiting
            var trial = TrialStatus(id: "densenet201-naturalExponential-s\(index)", state: state)
            trial.epochs = 12
            guard state != .waiting else { return trial }
            trial.epoch = state == .done ? 12 : 3
            (trial.loss, trial.valAccuracy, trial.testAccuracy) = (0.123456, 0.9375, 1)
            trial.metricsEpoch = state == .done ? 9 : 2
            if state == .done {
                trial.seconds = 4000
            } else {
                (trial.step, trial.stepsPerEpoch) = (41, 163)
                (trial.imagesPerSecond, trial.secondsLeft) = (1234.5, 754)
            }
            return trial
        }
        var status = StudyStatus(study: "lr", isRunning: true, trials: trials)
        (status.fraction, status.secondsLeft) = (0.42, 3725)
        return status
    }

    @Test func aWideTableHasAllColumns() {
        let lines = StatusTable(status(5)).lines(width: 128)
        let trimmed = lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }
        #expect(
            trimmed == [
                "  42% #############-----------------  2 of 5 trials done, 1 h 2 min left",
                "trial                              state          epoch   step  of epoch       loss      val     test images/s              time",
                "densenet201-naturalExponential-s0  done           12/12                9     0.1235    93.8%   100.0%                  1 h 7 min",
                "densenet201-naturalExponential-s1  done           12/12                9     0.1235    93.8%   100.0%                  1 h 7 min",
                "densenet201-naturalExponential-s2  running         3/12    25%         2     0.1235    93.8%   100.0%     1234  12 min 34 s left",
                "densenet201-naturalExponential-s3  running         3/12    25%         2     0.1235    93.8%   100.0%     1234  12 min 34 s left",
                "densenet201-naturalExponential-s4  waiting         0/12",
            ])
    }

    /// Accuracies on the test split are not shown while a study trains.
    @Test func theTestSplitCanBeLeftOut() {
        let lines = StatusTable(status(5), showsTest: false).lines(width: 120)
        #expect(!lines.contains { $0.contains("test") || $0.contains("100.0%") })
        #expect(lines.contains { $0.contains("93.8%") })
        #expect(status(5).withoutEarlyTest.trials.allSatisfy { $0.testAccuracy == nil })
        var finished = status(3, running: 8...9)
        finished.isRunning = false
        #expect(finished.isFinished && finished.withoutEarlyTest == finished)
    }

    @Test(arguments: [(1, 1), (20, 3), (40, 10), (80, 24), (200, 50)], [1, 6, 40, 1000])
    func itFits(_ size: (Int, Int), _ count: Int) {
        let lines = StatusTable(status(count)).lines(width: size.0, height: size.1)
        #expect(lines.count <= size.1)
        #expect(lines.allSatisfy { $0.count <= max(20, size.0) }, "\(lines)")
        if size.1 >= 10, count > 3 {
            #expect(lines.count { $0.contains("running") } >= 2, "\(lines)")
        }
        // Every trial has a row or is counted in the last line.
        if size.1 >= 10, count + 2 > size.1 {
            let counted = lines.last?.matches(of: /(\d+) [a-z]/).compactMap { Int($0.1) } ?? []
            let rows = lines.dropFirst(2).dropLast().count
            #expect(counted.reduce(0, +) + rows == count, "\(lines)")
        }
    }

    /// The trials of a sweep over four settings have rows of their own at every width.
    @Test(arguments: [60, 80, 100, 120])
    func rowsCanBeToldApart(_ width: Int) {
        let ids = ["16", "32", "64"].flatMap { channels in
            ["16", "128"].flatMap { batch in
                ["0.001", "0.0001"].flatMap { rate in
                    (1...3).map {
                        "cnn4-channels\(channels)-batchSize\(batch)-learningRate\(rate)-s\($0)"
                    }
                }
            }
        }
        var status = status(ids.count)
        for index in ids.indices { status.trials[index].id = ids[index] }
        let lines = StatusTable(status).lines(width: width)
        let rows = lines.dropFirst(2).map { $0.prefix { $0 != " " } }
        #expect(Set(rows).count == ids.count, "\(rows)")
        #expect(!rows.contains { $0.contains("~") }, "\(rows)")
        #expect(lines.allSatisfy { $0.count <= width } && lines[1].contains("state"))
    }

    /// A clock that was set back gives no negative times.
    @Test func timesAreNeverNegative() {
        var status = status(5)
        status.secondsLeft = -3600
        for index in status.trials.indices {
            status.trials[index].secondsLeft = -9
            if status.trials[index].seconds != nil { status.trials[index].seconds = -0.2 }
        }
        let text = StatusTable(status).lines(width: 128).joined(separator: "\n")
        #expect(!text.contains("-9") && !text.contains("-1") && !text.contains("-0"), "\(text)")
    }

    @Test func colorsAndBlocksTakeNoSpace() {
        let plain = StatusTable(status(6)).lines(width: 80, height: 24)
        let style = TextStyle(environment: ["LANG": "de_DE.UTF-8", "TERM": "xterm"])
        let colored = StatusTable(status(6), style: style).lines(width: 80, height: 24)
        let bare = colored.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") }
        #expect(bare.map(\.count) == plain.map(\.count))
        #expect(Array(bare.dropFirst()) == Array(plain.dropFirst()))
        #expect(colored[0].contains("█") && colored.joined().contains("\u{1B}[1;36m"))
        let none = TextStyle(environment: ["NO_COLOR": "1", "LC_ALL": "C", "LANG": "de_DE.UTF-8"])
        #expect(StatusTable(status(6), style: none).lines(width: 80, height: 24) == plain)
    }
}
