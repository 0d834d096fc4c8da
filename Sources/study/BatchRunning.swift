import ArgumentParser
import Cluster
import Files
import Foundation
import JSON
import Results
import Runs
import Studies
import Terminal
import Vocabulary

/// What `study run` does with a cluster: hands the trials over, and follows them.
struct BatchRunning {
    let console: Console
    let folder: ResultsFolder

    /// How long it waits at least before it looks again, and how many files of trials it looks at
    /// in a second.
    private static let pause = 2.0
    private static let looksPerSecond = 100.0

    /// Prints the scripts.
    func show(_ run: BatchRun) throws {
        for script in try run.scripts() { print(script) }
    }

    /// - Parameter makingPage: whether the last job writes `report.html`, too.
    func submit(_ run: BatchRun, makingPage: Bool) throws -> BatchRecord {
        let record = try run.submit(makingPage: makingPage)
        let jobs = record.jobs?.arrays.joined(separator: ", ") ?? ""
        console.note(
            "\(run.trials.count) trials in \(run.tasks) tasks: job \(jobs) of \(record.scheduler)")
        return record
    }

    /// Waits until the jobs have ended, those too that these start.
    func follow() throws {
        var known: StudyStatus?
        var told: Set<String> = []
        while try isActive() {
            let status = try StudyStatus(folder, known: known)
            tell(status, from: known, &told)
            known = status
            let left = status.trials.count { $0.state != .done && $0.state != .stopped }
            Thread.sleep(forTimeInterval: max(Self.pause, Double(left) / Self.looksPerSecond))
        }
        let last = try StudyStatus(folder, known: nil)
        tell(last, from: known, &told)
        console.keep()
    }

    /// Whether jobs are there. It looks twice, for one batch ends a moment before the next is
    /// known.
    private func isActive() throws -> Bool {
        if try folder.activeBatch() != nil { return true }
        Thread.sleep(forTimeInterval: 1)
        return try folder.activeBatch() != nil
    }

    private func tell(_ status: StudyStatus, from known: StudyStatus?, _ told: inout Set<String>) {
        if console.isLive {
            console.draw { width, height in
                StatusTable(
                    status.withoutEarlyTest, style: console.style, showsTest: status.isFinished
                ).lines(width: width, height: height)
            }
        }
        for trial in status.trials where [.done, .stopped, .failed].contains(trial.state) {
            guard told.insert(trial.id).inserted, known != nil else { continue }
            if trial.state == .failed {
                console.warn("  \(trial.id): FAILED: \(trial.message ?? "")")
            } else if !console.isLive {
                console.note(
                    "  \(trial.id): "
                        + (trial.message ?? "done in \(Formatting.duration(trial.seconds ?? 0))"))
            }
        }
    }

    /// What has come of the trials; exit status 1 where not all of them are complete.
    func conclude(_ selected: Set<String>) throws {
        let status = try StudyStatus(folder)
        let mine = status.trials.filter { selected.contains($0.id) }
        let failed = mine.count { $0.state == .failed }
        let left = mine.count { ![.done, .stopped, .failed].contains($0.state) }
        if left > 0 {
            let log = folder.lastBatch?.logPath ?? ""
            console.warn(
                "\(left) trials are left; the same command goes on from there (what the jobs said: \(log))"
            )
        }
        if failed + left > 0 { throw ExitCode(1) }
        console.note("report: \(folder.reportPath)")
    }
}

extension Lease.Timing {
    /// For tests: STUDY_LEASE is the seconds of a renewal, of which six make the expiry.
    static var ofEnvironment: Lease.Timing {
        let text = ProcessInfo.processInfo.environment["STUDY_LEASE"] ?? ""
        return Double(text).map { Lease.Timing(renewal: $0, expiry: $0 * 6) } ?? Lease.Timing()
    }
}
