import Foundation
import JSON
import Vocabulary

/// How far a study is: its trials, and the run that goes on, if one does.
package struct StudyStatus: Sendable, Hashable, Codable {
    package var study: String
    /// Whether a run goes on.
    package var isRunning: Bool
    /// Whether a run's process is gone without having ended.
    package var hasDied = false
    /// What the run makes ready.
    package var activity: String?
    /// The share done of all that the run has to train.
    package var fraction: Double?
    package var secondsLeft: Double?
    /// In the study's order.
    package var trials: [TrialStatus]
    /// The names of the results in `replaced/`; nil where there are none.
    package var replaced: [String]?
    /// What the study chose, or why it chose nothing, in words; nil as long as it is not finished.
    package var choice: String?

    package init(study: String, isRunning: Bool, trials: [TrialStatus]) {
        self.study = study
        self.isRunning = isRunning
        self.trials = trials
    }

    /// What a results folder says.
    /// - Parameter known: an earlier status of the folder, of which trials that are done are not
    ///   read again.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package init(_ folder: ResultsFolder, known: StudyStatus? = nil) throws {
        // The lock after the progress: what has ended in between is done there.
        let progress = folder.readProgress()
        let lock = try folder.readLock()
        let underWay = folder.runningTrials()
        let isRun = progress?.isAlive() ?? false
        let isRunning = isRun || !underWay.isEmpty
        let running = Dictionary(
            ((isRun ? progress?.trials : nil) ?? underWay).map { ($0.id, $0) },
            uniquingKeysWith: { $1 })
        let before = Dictionary(
            (known?.trials ?? []).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let trials = lock.trials.map { entry -> TrialStatus in
            if let trial = running[entry.id], isRunning, entry.state == .planned { return trial }
            return Self.trial(entry, lock, folder, before[entry.id])
        }
        self.init(study: lock.name, isRunning: isRunning, trials: trials)
        let replaced = folder.replacedNames
        self.replaced = replaced.isEmpty ? nil : replaced
        hasDied = progress != nil && !isRunning
        if isRun {
            activity = progress?.activity
            fraction = progress?.fraction
            secondsLeft = progress?.secondsLeft
        }
    }

    /// Whether no run goes on and every trial has ended, well or not.
    package var isFinished: Bool {
        !isRunning && trials.allSatisfy { [.done, .stopped, .failed].contains($0.state) }
    }

    /// Without the figures of the test split as long as the study is not finished: who sees them
    /// while it trains may choose by them.
    package var withoutEarlyTest: StudyStatus {
        if isFinished { return self }
        var copy = self
        for index in copy.trials.indices { copy.trials[index].testAccuracy = nil }
        return copy
    }

    /// A trial that is not being trained.
    private static func trial(
        _ entry: TrialEntry, _ lock: StudyLock, _ results: ResultsFolder, _ known: TrialStatus?
    ) -> TrialStatus {
        let folder = results.trial(entry.id)
        if let known, known.state == .done || known.state == .stopped, folder.isComplete {
            return known
        }
        switch entry.state {
        case .complete: return complete(entry, folder)
        case .failed(let message):
            var status = TrialStatus(id: entry.id, state: .failed)
            status.message = message
            return status
        case .planned:
            // The lock may be behind what has ended: it is not written for every trial, nor by a
            // killed run, nor by the tasks of a cluster.
            return ended(entry, folder, results) ?? planned(entry, lock, folder)
        }
    }

    /// A trial that the lock calls complete.
    private static func complete(_ entry: TrialEntry, _ folder: TrialFolder) -> TrialStatus {
        do {
            guard folder.isComplete else {
                throw ResultsError.missingTrial(folder: folder.path)
            }
            return TrialStatus(try folder.readRecord(), epochs: try folder.readEpochs())
        } catch {
            var status = TrialStatus(id: entry.id, state: .missing)
            status.message = "\(error)"
            return status
        }
    }

    /// A trial that the lock calls planned, and that nobody trains now.
    private static func planned(
        _ entry: TrialEntry, _ lock: StudyLock, _ folder: TrialFolder
    ) -> TrialStatus {
        var status = TrialStatus(id: entry.id, state: .waiting)
        let planned = entry.coordinates["training.epochs"].flatMap { Int($0) }
        status.epochs = planned ?? lock.study["training"]?["epochs"]?.int
        if let stale = entry.stale, folder.isComplete {
            status.state = .stale
            status.message = "its result is of other settings, data or engine: \(stale)"
            return status
        }
        // A trial that has a state goes on from there.
        guard FileManager.default.fileExists(atPath: folder.statePath) else { return status }
        status.state = .interrupted
        // There is none before the first epoch has ended.
        let epochs = (try? folder.readEpochs()) ?? []
        status.epoch = epochs.count
        status.take(epochs.last)
        return status
    }

    /// A trial that the lock calls planned and that has ended since; nil where it has not.
    private static func ended(
        _ entry: TrialEntry, _ folder: TrialFolder, _ results: ResultsFolder
    ) -> TrialStatus? {
        if folder.isComplete, let record = try? folder.readRecord(), record.key == entry.key,
            let epochs = try? folder.readEpochs()
        {
            return TrialStatus(record, epochs: epochs)
        }
        // A failure that is older than the lock was there before the run, which tries the trial
        // again. Tasks of a cluster write no lock.
        guard let failure = try? folder.readFailure(), failure.key == entry.key,
            results.lastBatch != nil || isNewer(folder.failurePath, than: results.lockPath)
        else { return nil }
        var status = TrialStatus(id: entry.id, state: .failed)
        status.message = failure.message
        return status
    }

    /// Whether a file was written after another.
    private static func isNewer(_ path: String, than other: String) -> Bool {
        func time(_ path: String) -> Date? {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.modificationDate] as? Date
        }
        guard let first = time(path), let second = time(other) else { return false }
        return first > second
    }
}
