import Foundation
import Inference
import Results
import Runs
import Studies
import Terminal
import Tracking
import Vocabulary

/// Tells a tracking server of a run, without ever holding it up.
final class RunTracking: Sendable {
    private let tracking: StudyTracking
    private let sender: Sender
    private let console: Console
    /// Whether anything is trained; where nothing is, there is no run to tell of.
    private let isRun: Bool

    /// - Throws: when the results folder cannot be written.
    init(
        _ plan: StudyPlan, _ studyFile: String, _ overrides: [String], _ server: TrackingServer,
        stepInterval: Int, trains: Bool, _ console: Console
    ) throws {
        self.console = console
        isRun = trains
        let report: @Sendable (String) -> Void = { console.warn("tracking: \($0)") }
        tracking = try StudyTracking(
            plan.folder, server, experiment: TrackingOptions.experiment(plan.study.name),
            stepInterval: stepInterval, report: report)
        if trains, let dataset = plan.datasetRecord {
            tracking.begin(
                StudyLock(
                    plan.study, studyFile: studyFile, overrides: overrides, dataset: dataset,
                    codeVersion: CodeVersion.program, platform: .current(threads: 0),
                    keys: Dictionary(
                        plan.entries.map { ($0.trial.id, $0.key) },
                        uniquingKeysWith: { first, _ in first })))
        }
        sender = Sender(plan.folder, server, report: report)
    }

    func take(_ event: RunEvent) {
        switch event {
        case .started(let trial, _, _, _):
            tracking.start(trial.id, settings: trial.settings.json)
        case .progress(let trial, let event, _):
            let before = event.stepsPerEpoch.map { $0 * (event.epoch - 1) }
            if event.isEpochEnd {
                tracking.epochEnd(trial.id)
            } else if let before, let step = event.step, let loss = event.loss {
                guard
                    tracking.step(
                        trial.id, before + step, loss: loss, learningRate: event.learningRate)
                else { return }
            }
        case .finished(let trial, _), .stopped(let trial, _): tracking.finish(trial.id)
        case .failed(let trial, let message): tracking.fail(trial.id, message: message)
        case .skipping, .measuring, .features, .paused, .waiting, .retrying: return
        }
        sender.nudge()
    }

    /// Ends the run there, and waits a while for what is not sent yet.
    func end(_ status: RunStatus, _ folder: ResultsFolder) {
        if isRun {
            tracking.end(status)
        } else if let lock = try? folder.readLock() {
            tracking.takeUp(lock)
        }
        if let reason = sender.finish() {
            console.warn(
                "tracking: \(reason); what waits is sent by: study track push \(folder.path)")
        }
    }
}
