import Foundation
import Results
import Runs
import Studies
import Synchronization
import Terminal
import Training
import Vocabulary

/// The display of a run's progress: a live table on a terminal, elsewhere a line for each epoch.
/// It also writes `progress.json`.
final class RunDisplay: Sendable {
    private let console: Console
    private let tracker: RunTracker
    private let showsTest: Bool
    // Constant after `init`, and cancelling it is safe from any thread.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "progress")
    private let rateEstimator = Mutex(RateEstimator())
    private let ticks = Mutex(0)

    private static let redrawMilliseconds = 200
    private static let drawsPerFile = 5

    /// - Parameter showsTest: whether metrics of the test split are shown before the study is
    ///   finished.
    init(_ console: Console, _ tracker: RunTracker, showsTest: Bool) {
        self.console = console
        self.showsTest = showsTest
        self.tracker = tracker
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in self?.tick() }
        timer.schedule(
            deadline: .now(), repeating: .milliseconds(Self.redrawMilliseconds))
        timer.resume()
    }

    private func tick() {
        let tick = ticks.withLock { ticks in
            defer { ticks += 1 }
            return ticks
        }
        if tick % Self.drawsPerFile == 0 { tracker.write() }
        draw()
    }

    private func draw() {
        console.draw { width, height in
            StatusTable(tracker.status, style: console.style, showsTest: showsTest)
                .lines(width: width, height: height)
        }
    }

    /// Ends the display; the last table stays on the terminal.
    func close() {
        // Waits until a drawing that has begun is complete.
        queue.sync { timer.cancel() }
        tracker.close()
        draw()
        console.keep()
    }

    func show(_ event: RunEvent) {
        tracker.handle(event)
        switch event {
        case .skipping(let count):
            console.note(
                "skipping \(Formatting.plural(count, "trial")) that \(count == 1 ? "is" : "are") done"
            )
        case .measuring(let network):
            showProgress("\(network): compiling, and measuring new kernels")
        case .features(let title, let done, let count):
            if !console.isLive {
                let text = rateEstimator.withLock { $0.text(of: title, done: done, total: count) }
                showProgress("\(title): computing features, \(text)")
            }
        case .started(let trial, let number, let total, let state):
            start(trial, number, total, state)
        case .progress(let trial, let event, _):
            if case .epoch(let result) = event, !console.isLive {
                console.note("  " + text(of: result, trial))
            }
        case .finished(let trial, let seconds):
            if !console.isLive {
                console.note("  \(trial.id): done in \(Formatting.duration(seconds))")
            }
        case .paused: break
        case .waiting(let trials, let epoch, let missing):
            let many = trials.count == 1 ? "1 trial waits" : "\(trials.count) trials wait"
            console.note(
                "\(many) after epoch \(epoch) for trials that this run does not train: "
                    + missing.prefix(6).joined(separator: ", ")
                    + (missing.count > 6 ? " and \(missing.count - 6) more" : ""))
        case .stopped(let trial, let record):
            if !console.isLive { console.note("  \(trial.id): \(record.text)") }
        case .retrying(let trial, let message):
            console.warn("  \(trial.id): failed, retrying: \(message)")
        case .failed(let trial, let message):
            console.warn("  \(trial.id): FAILED: \(message)")
        }
    }

    /// Shows a line of progress unless the live table shows the same.
    private func showProgress(_ text: @autoclosure () -> String) {
        if !console.isLive { console.progress(text()) }
    }

    private func start(_ trial: Trial, _ number: Int, _ total: Int, _ state: StudyPlan.State) {
        let why =
            switch state {
            case .stale: " (its old result moves to replaced/; \(state.text))"
            case .resumes, .damaged, .failed: " (\(state.text))"
            case .new, .done, .replaced: ""
            }
        if !console.isLive || state.replacesResult {
            console.note("[\(number)/\(total)] \(trial.id)\(why)")
        }
    }

    private func text(of epoch: EpochResult, _ trial: Trial) -> String {
        let status = tracker.status
        var parts = ["\(trial.id): epoch \(epoch.epoch + 1)/\(epoch.epochs)"]
        if let train = epoch.splits[.train] {
            parts.append("training loss \(Formatting.loss(train.loss))")
        }
        if let val = epoch.splits[.val] {
            parts.append("validation \(Formatting.percent(val.accuracy))")
        }
        if showsTest, let test = epoch.splits[.test] {
            parts.append("test \(Formatting.percent(test.accuracy))")
        }
        if let rate = status.trials.first(where: { $0.id == trial.id })?.imagesPerSecond {
            parts.append("\(Formatting.rate(rate)) images/s")
        }
        let left = status.secondsLeft.map { ", \(Formatting.duration($0)) left" } ?? ""
        return parts.joined(separator: ", ")
            + "; \(Int((status.fraction ?? 0) * 100))% of the study\(left)"
    }
}

extension StudyPlan.State {
    /// True if the finished trial replaces an earlier result.
    fileprivate var replacesResult: Bool { if case .stale = self { true } else { false } }
}
