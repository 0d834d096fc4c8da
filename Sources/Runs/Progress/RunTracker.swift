import Files
import Foundation
import Processes
package import Results
import Studies

/// Computes the progress of a study from a run's events, for people and for `progress.json`.
package final class RunTracker: @unchecked Sendable {
    // All of the variables are only accessed under `mutex`.
    private let mutex = NSLock()
    private let folder: ResultsFolder
    private let expectedSeconds: Double?
    private var places: [String: Int] = [:]
    private var current: StudyStatus
    private var pace = Pace()
    /// The start time of each trial in this run, and the fraction that was done by then.
    private var starts: [String: Start] = [:]
    /// The start time of the training in this run, and the fraction that was done by then.
    private var start: Start?

    private struct Start {
        let time = ContinuousClock.now
        let fraction: Double

        /// The seconds until everything is done, at the mean rate since the start.
        func secondsLeft(_ fraction: Double, _ now: ContinuousClock.Instant = .now) -> Double? {
            let done = fraction - self.fraction
            return done > 0 ? (now - time) / .seconds(1) / done * (1 - fraction) : nil
        }
    }

    /// Creates a tracker with the states of the plan's trials.
    /// - Parameter expectedSeconds: the estimated duration of the run; nil if unknown.
    package init(_ plan: StudyPlan, expectedSeconds: Double? = nil) {
        folder = plan.folder
        self.expectedSeconds = expectedSeconds
        let trials = plan.entries.map { entry -> TrialStatus in
            let trial = plan.folder.trial(entry.trial.id)
            if entry.state == .done, let record = try? trial.readRecord(),
                let epochs = try? trial.readEpochs()
            {
                return TrialStatus(record, epochs: epochs)
            }
            var status = TrialStatus(id: entry.trial.id, state: .waiting)
            status.epochs = entry.trial.settings.training.epochs
            return status
        }
        current = StudyStatus(study: plan.study.name, isRunning: true, trials: trials)
        places = Dictionary(
            trials.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The current progress of the study, readable on any thread.
    package var status: StudyStatus {
        mutex.withLock {
            var status = current
            if status.fraction == nil { status.secondsLeft = expectedSeconds }
            return status
        }
    }

    /// Updates the status by an event, on any thread.
    package func take(_ event: RunEvent) {
        mutex.withLock {
            switch event {
            case .skipping: break
            case .measuring(let network):
                current.activity = "\(network): compiling, and measuring kernels not met before"
            case .features(let title, let done, let count):
                let text = pace.text(of: title, done: done, total: count)
                current.activity = "\(title): features of images, \(text)"
            case .started(let trial, _, _, _):
                current.activity = nil
                change(trial.id) { $0.state = .running }
            case .progress(let trial, let event, let overall):
                progress(trial.id, event)
                if start == nil { start = Start(fraction: overall) }
                current.fraction = overall
                current.secondsLeft = start?.secondsLeft(overall)
            case .paused(let trial, let epoch):
                change(trial.id) {
                    ($0.state, $0.epoch) = (.paused, epoch)
                    $0.step = nil
                }
            case .waiting, .retrying: break
            case .stopped(let trial, let record):
                finish(trial.id, 0)
                change(trial.id) { $0.message = record.text }
            case .finished(let trial, let seconds): finish(trial.id, seconds)
            case .failed(let trial, let message):
                change(trial.id) {
                    $0.state = .failed
                    $0.message = message
                }
            }
        }
    }

    private func change(_ id: String, _ body: (inout TrialStatus) -> Void) {
        if let place = places[id] { body(&current.trials[place]) }
    }

    private func progress(_ id: String, _ event: TrialEvent) {
        let start = starts[id] ?? Start(fraction: event.fraction)
        starts[id] = start
        change(id) { trial in
            trial.take(event)
            trial.secondsLeft = start.secondsLeft(event.fraction)
        }
    }

    /// Replaces the values of a trial's last epoch with those of its best epoch from its files.
    private func finish(_ id: String, _ seconds: Double) {
        let trial = folder.trial(id)
        change(id) { status in
            if let record = try? trial.readRecord(), let epochs = try? trial.readEpochs() {
                status = TrialStatus(record, epochs: epochs)
            } else {
                status.state = .done
                status.seconds = seconds
            }
        }
    }

    /// Writes `progress.json`; errors are ignored, since they are no reason to end a run.
    package func write() {
        let status = status
        let running = status.trials.filter { $0.state == .running || $0.state == .paused }
        try? folder.write(
            RunProgress(
                process: .current, updated: Date().timeIntervalSince1970,
                activity: status.activity, fraction: status.fraction,
                secondsLeft: status.secondsLeft, trials: running))
    }

    /// Removes `progress.json`, after the run has ended.
    package func close() { folder.removeProgress() }
}

extension TrialStatus {
    /// Updates the status by an event of the trial's process.
    package mutating func take(_ event: TrialEvent) {
        state = .running
        (epoch, epochs) = (event.epoch, event.epochs)
        fraction = event.fraction
        if event.isEpochEnd {
            (metricsEpoch, stepLoss) = (event.epoch, nil)
            (loss, valAccuracy, testAccuracy) = (event.loss, event.valAccuracy, event.testAccuracy)
        } else {
            stepLoss = event.loss ?? stepLoss
        }
        step = event.isEpochEnd ? stepsPerEpoch : event.step
        stepsPerEpoch = event.stepsPerEpoch ?? stepsPerEpoch
        imagesPerSecond = event.imagesPerSecond ?? imagesPerSecond
    }
}
