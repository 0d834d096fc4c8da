import Foundation
import Results
import Runs
import Studies
import Terminal
import Tracking
import Training
import Vocabulary

/// The tracking of a run on a server; the run never waits for the server until its end.
final class RunTracking: Sendable {
    private let tracking: StudyTracking
    private let sender: Sender
    private let console: Console
    /// True if a trial is trained; otherwise the server gets no new run.
    private let isRun: Bool

    /// Opens the outbox of a results folder.
    /// - Parameter lock: the lock of the run; nil if nothing is trained.
    /// - Throws: `FileError` if the results folder cannot be written.
    init(
        _ plan: StudyPlan, _ lock: StudyLock?, _ server: TrackingServer, stepInterval: Int,
        _ console: Console
    ) throws {
        self.console = console
        isRun = lock != nil
        let report: @Sendable (String) -> Void = { console.warn("tracking: \($0)") }
        tracking = try StudyTracking(
            plan.folder, server, experiment: TrackingOptions.experiment(plan.study.name),
            stepInterval: stepInterval, report: report)
        if let lock { tracking.begin(lock) }
        sender = Sender(plan.folder, server, report: report)
    }

    func handle(_ event: RunEvent) {
        switch event {
        case .started(let trial, _, _, _):
            tracking.start(trial.id, settings: trial.settings.json)
        case .progress(let trial, let event, _):
            switch event {
            case .step(let step):
                guard
                    tracking.step(
                        trial.id, step.step + 1, loss: step.loss, learningRate: step.learningRate)
                else { return }
            case .epoch: tracking.epochEnd(trial.id)
            case .finished, .diverged: return
            }
        case .finished(let trial, _), .stopped(let trial, _): tracking.finish(trial.id)
        case .failed(let trial, let message): tracking.fail(trial.id, message: message)
        case .skipping, .measuring, .features, .paused, .waiting, .retrying: return
        }
        sender.notify()
    }

    /// Ends the run on the server, and waits a limited time for events that are not sent yet.
    func end(_ status: RunStatus, _ folder: ResultsFolder) {
        if isRun {
            tracking.end(status)
        } else if let lock = try? folder.readLock() {
            tracking.addUntracked(lock)
        }
        if let lock = try? folder.readLock() { tracking.addEvaluations(of: lock) }
        if let reason = sender.finish() {
            console.warn(
                "tracking: \(reason)\nto send what is missing: study track push \(folder.path)"
            )
        }
    }
}
