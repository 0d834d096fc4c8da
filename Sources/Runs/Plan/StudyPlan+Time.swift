import Foundation
import Inference
import Results
import Studies
import Terminal
import Vocabulary

/// The expected training time of trials, estimated from finished trials in the same folder.
package struct ExpectedTime: Sendable, Hashable {
    /// The sum of the seconds of the trials with an estimate, trained one after another.
    package var seconds: Double
    /// The number of trials with an estimate.
    package var known: Int
    /// The number of trials to train.
    package var trials: Int

    /// True if there is an estimate for every trial, so that `seconds` is the time of all.
    package var isComplete: Bool { known == trials }

    /// The estimate in one line for people; nil if no trial is to be trained.
    package var text: String? {
        guard trials > 0 else { return nil }
        guard known > 0 else {
            return "expected time: unknown (no similar trial has been trained in this folder)"
        }
        let time =
            "expected time: \(Formatting.duration(seconds)), estimated from trials in this folder"
        return isComplete ? time : time + "; unknown for \(trials - known) of \(trials) trials"
    }
}

extension StudyPlan {
    /// The settings that determine the duration of an epoch to within a few percent.
    private struct Workload: Hashable {
        let dataset: DatasetSettings?
        let network: NetworkSettings?
        let batchSize: Int
        let precision: PrecisionSetting
        let optimizer: String
        let accumulate: Int
        let clips: Bool
        let averages: Bool
        let threads: Int
        let cpu: String

        init?(_ settings: RecordedSettings, threads: Int, cpu: String) {
            guard let training = settings.training else { return nil }
            dataset = settings.dataset
            network = settings.network
            batchSize = training.batchSize
            precision = training.precision
            optimizer = training.optimizer.kind
            accumulate = training.accumulate
            clips = training.clipNorm != nil
            averages = training.ema != nil
            self.threads = threads
            self.cpu = cpu
        }
    }

    /// The maximum number of trials that are read for each workload.
    private static let maxSamples = 5

    /// Estimates the training time as the mean duration of an epoch, in trials with the same data,
    /// network, minibatches, precision, kind of optimizer and of updates, threads and processor,
    /// times the number of remaining epochs.
    /// - Parameter ids: the ids of the trials to train; nil: all trials that are not done.
    package func expectedTime(of ids: Set<String>? = nil) -> ExpectedTime {
        let left = entries.filter { ids?.contains($0.trial.id) ?? ($0.state != .done) }
        var result = ExpectedTime(seconds: 0, known: 0, trials: left.count)
        guard let first = left.first else { return result }
        let cpu = Platform.current(threads: first.threads).cpu
        func workload(_ entry: Entry) -> Workload? {
            Workload(RecordedSettings(entry.trial.settings), threads: entry.threads, cpu: cpu)
        }
        let wanted = Set(left.compactMap(workload))
        var seconds: [Workload: [Double]] = [:]
        for entry in entries {
            guard let trained = measured(entry, workload(entry)), wanted.contains(trained),
                seconds[trained, default: []].count < Self.maxSamples,
                let epochs = try? folder.trial(entry.trial.id).readEpochs(), !epochs.isEmpty
            else { continue }
            seconds[trained, default: []].append(
                epochs.reduce(0) { $0 + $1.seconds } / Double(epochs.count))
        }
        for entry in left {
            guard let known = workload(entry).flatMap({ seconds[$0] }) else { continue }
            result.known += 1
            result.seconds += known.reduce(0, +) / Double(known.count) * entry.epochsLeft
        }
        return result
    }

    /// The workload of the training in an entry's folder; nil if there was none.
    private func measured(_ entry: Entry, _ workload: Workload?) -> Workload? {
        if entry.resumes { return workload }
        guard entry.state != .new, let record = try? folder.trial(entry.trial.id).readRecord()
        else { return nil }
        return Workload(
            record.settings, threads: record.platform.threads, cpu: record.platform.cpu)
    }
}

extension StudyPlan.Entry {
    /// The number of epochs left to train, with a fraction if the trial resumes within an epoch.
    fileprivate var epochsLeft: Double {
        let all = trial.settings.training.epochs
        guard case .resumes(let epochs, let step) = state else { return Double(all) }
        return Double(all - epochs) - Double(step) * Double(all) / Double(max(1, steps))
    }
}
