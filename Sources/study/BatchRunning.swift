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

/// The part of `study run` that submits trials to a cluster and follows its jobs.
struct BatchRunning {
    let console: Console
    let folder: ResultsFolder

    /// The minimum number of seconds between two reads of the status.
    private static let pause = 2.0
    /// The maximum number of trial files that are read per second.
    private static let readsPerSecond = 100.0

    /// Prints the scripts of the jobs.
    func show(_ run: BatchRun) throws {
        for script in try run.scripts() { print(script) }
    }

    /// Submits the jobs.
    /// - Parameter makingPage: whether the last job writes `report.html`, too.
    func submit(_ run: BatchRun, makingPage: Bool) throws -> BatchRecord {
        let record = try run.submit(makingPage: makingPage) { console.note($0) }
        let jobs = record.jobs?.arrays.joined(separator: ", ") ?? ""
        console.note(
            "submitted \(Formatting.plural(run.trials.count, "trial")) in "
                + "\(Formatting.plural(run.tasks, "task")): \(record.scheduler) job \(jobs)")
        return record
    }

    /// Waits until the jobs have ended, including the jobs that these submit. The jobs do not
    /// depend on this: if the scheduler does not answer, it is asked again.
    /// - Throws: `BatchError` if the scheduler has not answered for a long time; `FileError`.
    func follow() throws {
        var known: StudyStatus?
        var reported: Set<String> = []
        var outage = SchedulerOutage { console.note($0) }
        while try isActive(&outage) {
            let status = try StudyStatus(folder, known: known)
            show(status, from: known, &reported)
            known = status
            let left = status.trials.count { $0.state != .done && $0.state != .stopped }
            Thread.sleep(
                forTimeInterval: max(Self.pause, Double(left) / Self.readsPerSecond, outage.pause))
        }
        let last = try StudyStatus(folder, known: nil)
        show(last, from: known, &reported)
        console.keep()
    }

    /// True if the scheduler has jobs of the folder or does not answer.
    private func isActive(_ outage: inout SchedulerOutage) throws -> Bool {
        do {
            var isActive = try folder.activeBatch() != nil
            if !isActive {
                // A batch ends shortly before the next one is submitted.
                Thread.sleep(forTimeInterval: 1)
                isActive = try folder.activeBatch() != nil
            }
            outage.end()
            return isActive
        } catch let error as BatchError {
            do { try outage.add(error) } catch {
                console.keep()
                console.warn(
                    "the jobs continue without this command; 'study status \(folder.path) --watch' shows them, "
                        + "'study cancel \(folder.path)' stops them")
                throw error
            }
            return true
        }
    }

    private func show(
        _ status: StudyStatus, from known: StudyStatus?, _ reported: inout Set<String>
    ) {
        if console.isLive {
            console.draw { width, height in
                StatusTable(
                    status.withoutEarlyTest, style: console.style, showsTest: status.isFinished
                ).lines(width: width, height: height)
            }
        }
        for trial in status.trials where [.done, .stopped, .failed].contains(trial.state) {
            guard reported.insert(trial.id).inserted, known != nil else { continue }
            if trial.state == .failed {
                console.warn("  \(trial.id): FAILED: \(trial.message ?? "")")
            } else if !console.isLive {
                console.note(
                    "  \(trial.id): "
                        + (trial.message ?? "done in \(Formatting.duration(trial.seconds ?? 0))"))
            }
        }
    }

    /// Prints the outcome of the trials.
    /// - Throws: `ExitCode` 1 if a trial is not complete.
    func conclude(_ selected: Set<String>) throws {
        let status = try StudyStatus(folder)
        let mine = status.trials.filter { selected.contains($0.id) }
        let failed = mine.count { $0.state == .failed }
        let left = mine.count { ![.done, .stopped, .failed].contains($0.state) }
        if left > 0 {
            let log = folder.lastBatch?.logPath ?? ""
            console.warn(
                "\(Formatting.plural(left, "trial")) \(left == 1 ? "is" : "are") not done; run the same command again to "
                    + "resume (logs of the jobs: \(log))")
        }
        if failed + left > 0 { throw ExitCode(1) }
        console.note("report: \(folder.reportPath)")
    }

    /// Prints the evaluations of external sets that the last job could not make.
    /// - Throws: `ExitCode` 1 if there are any.
    func conclude(_ evaluations: StudyEvaluations) throws {
        let missing = evaluations.missing
        guard !missing.isEmpty else { return }
        let log = folder.lastBatch?.logPath ?? ""
        console.warn(
            "\(missing.joined(separator: ", ")): could not be evaluated (logs of the jobs: \(log)); run the same command "
                + "again")
        throw ExitCode(1)
    }
}

extension Lease.Timing {
    /// The timing set by the environment variable STUDY_LEASE, which tests use: the seconds between
    /// renewals; a lease expires after six times as many.
    static var ofEnvironment: Lease.Timing {
        let text = ProcessInfo.processInfo.environment["STUDY_LEASE"] ?? ""
        return Double(text).map { Lease.Timing(renewal: $0, expiry: $0 * 6) } ?? Lease.Timing()
    }
}
