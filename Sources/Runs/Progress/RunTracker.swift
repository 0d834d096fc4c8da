import Files
import Foundation
import Processes
package import Results
import Studies
import Synchronization
package import Training
import Vocabulary

/// The progress of a study, computed from the events of a run, for people and for `progress.json`.
package final class RunTracker: Sendable {
    private struct State {
        var study: StudyStatus
        var rateEstimator = RateEstimator()
        /// The start of each trial in this run, by id.
        var starts: [String: Start] = [:]
        /// The start of the training in this run.
        var start: Start?
        /// The number of trials that this run trains.
        var trained = 0

        /// The completed fraction of the study, from that of the run.
        func fraction(_ run: Double, doneBefore: Int) -> Double {
            min(1, (Double(doneBefore) + run * Double(trained)) / Double(study.trials.count))
        }
    }

    /// The time of a start, and the fraction that was done by then.
    private struct Start {
        let time = ContinuousClock.now
        let fraction: Double

        /// The seconds until everything is done, at the mean rate since the start.
        func secondsLeft(_ fraction: Double, _ now: ContinuousClock.Instant = .now) -> Double? {
            let done = fraction - self.fraction
            return done > 0 ? (now - time) / .seconds(1) / done * (1 - fraction) : nil
        }
    }

    private let state: Mutex<State>
    private let folder: ResultsFolder
    private let expectedSeconds: Double?
    /// The number of trials that were done before this run.
    private let doneBefore: Int
    /// The index of each trial in the status, by id.
    private let indices: [String: Int]

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
        doneBefore = trials.count { $0.state == .done || $0.state == .stopped }
        indices = Dictionary(
            trials.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        state = Mutex(
            State(study: StudyStatus(study: plan.study.name, isRunning: true, trials: trials)))
    }

    /// The current progress of the study, readable on any thread.
    package var status: StudyStatus {
        var status = state.withLock { $0.study }
        if status.fraction == nil { status.secondsLeft = expectedSeconds }
        return status
    }

    /// Updates the status by an event, on any thread.
    package func handle(_ event: RunEvent) { state.withLock { handle(event, &$0) } }

    private func handle(_ event: RunEvent, _ state: inout State) {
        switch event {
        case .skipping, .waiting, .retrying: break
        case .measuring(let network):
            state.study.activity = "\(network): compiling and measuring kernels"
        case .features(let title, let done, let count):
            let text = state.rateEstimator.text(of: title, done: done, total: count)
            state.study.activity = "\(title): computing features, \(text)"
        case .started(let trial, _, let count, _):
            state.trained = count
            state.study.activity = nil
            change(trial.id, &state) { $0.state = .running }
        case .progress(let trial, let event, let overall):
            progress(trial.id, event, &state)
            let start = state.start ?? Start(fraction: overall)
            state.start = start
            state.study.fraction = state.fraction(overall, doneBefore: doneBefore)
            state.study.secondsLeft = start.secondsLeft(overall)
        case .paused(let trial, let epoch):
            change(trial.id, &state) {
                ($0.state, $0.epoch) = (.paused, epoch)
                $0.step = nil
            }
        case .stopped(let trial, let record):
            finish(trial.id, 0, &state)
            change(trial.id, &state) { $0.message = record.text }
        case .finished(let trial, let seconds): finish(trial.id, seconds, &state)
        case .failed(let trial, let message):
            change(trial.id, &state) {
                $0.state = .failed
                $0.message = message
            }
        }
    }

    private func change(
        _ id: String, _ state: inout State, _ body: (inout TrialStatus) -> Void
    ) {
        if let index = indices[id] { body(&state.study.trials[index]) }
    }

    private func progress(_ id: String, _ event: TrainingEvent, _ state: inout State) {
        let start = state.starts[id] ?? Start(fraction: event.fraction)
        state.starts[id] = start
        change(id, &state) { trial in
            trial.update(with: event)
            trial.secondsLeft = start.secondsLeft(event.fraction)
        }
    }

    /// Replaces the values of a trial's last epoch with those of its best epoch from its files.
    private func finish(_ id: String, _ seconds: Double, _ state: inout State) {
        let trial = folder.trial(id)
        change(id, &state) { status in
            if let record = try? trial.readRecord(), let epochs = try? trial.readEpochs() {
                status = TrialStatus(record, epochs: epochs)
            } else {
                status.state = .done
                status.seconds = seconds
            }
        }
    }

    /// Writes `progress.json`; errors are ignored, since they must not end a run.
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
    /// Updates the status by an event of the trial's training.
    package mutating func update(with event: TrainingEvent) {
        state = .running
        fraction = event.fraction
        switch event {
        case .step(let result):
            (epoch, epochs) = (result.epoch + 1, result.epochs)
            stepLoss = result.loss
            step = result.step % result.stepsPerEpoch + 1
            stepsPerEpoch = result.stepsPerEpoch
            imagesPerSecond = result.imagesPerSecond ?? imagesPerSecond
        case .epoch(let result):
            (epoch, epochs) = (result.epoch + 1, result.epochs)
            (metricsEpoch, stepLoss) = (epoch, nil)
            loss = result.splits[.train]?.loss
            valAccuracy = result.splits[.val]?.accuracy
            testAccuracy = result.splits[.test]?.accuracy
            step = stepsPerEpoch
            // Throttling may have skipped all steps of a short epoch.
            imagesPerSecond = result.imagesPerSecond ?? imagesPerSecond
        case .finished, .diverged:
            epoch = epochs ?? epoch
            step = nil
        }
    }
}
