import Foundation
import JSON
import Vocabulary

/// The status of a study: its trials, and the current run if there is one.
package struct StudyStatus: Sendable, Hashable, Codable {
    /// The study's name.
    package var study: String
    /// Whether a run trains the study now.
    package var isRunning: Bool
    /// Whether the process of the last run died before the run ended.
    package var hasDied = false
    /// The current preparation of the run; nil if there is none.
    package var activity: String?
    /// The completed fraction of the study, in [0, 1].
    package var fraction: Double?
    /// The estimated time to the end of the run.
    package var secondsLeft: Double?
    /// The trials in the study's order.
    package var trials: [TrialStatus]
    /// The names of the results in `replaced/`; nil if there are none.
    package var replaced: [String]?
    /// The chosen configuration, or the reason why none is chosen, as a text; nil until the study
    /// is finished.
    package var choice: String?

    package init(study: String, isRunning: Bool, trials: [TrialStatus]) {
        self.study = study
        self.isRunning = isRunning
        self.trials = trials
    }

    /// Reads the status of a results folder.
    /// - Parameter known: an earlier status of the folder; its finished trials are not read again.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package init(_ folder: ResultsFolder, known: StudyStatus? = nil) throws {
        // The lock is read last, so that it has the trials that end in between.
        let progress = folder.readProgress()
        let lock = try folder.readLock()
        let leased = folder.runningTrials()
        let isRun = progress?.isAlive() ?? false
        let isRunning = isRun || !leased.isEmpty
        let running = Dictionary(
            ((isRun ? progress?.trials : nil) ?? leased).map { ($0.id, $0) },
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

    /// Whether no run continues and every trial has ended, successfully or not.
    package var isFinished: Bool {
        !isRunning && trials.allSatisfy { [.done, .stopped, .failed].contains($0.state) }
    }

    /// The status without test accuracies until the study is finished, so that nobody chooses by
    /// them during the training.
    package var withoutEarlyTest: StudyStatus {
        if isFinished { return self }
        var copy = self
        for index in copy.trials.indices { copy.trials[index].testAccuracy = nil }
        return copy
    }

    /// The status of a trial that is not being trained.
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
            // A trial may have ended after the lock was written: a run does not write it for every
            // trial, a killed run and the tasks of a cluster do not write it at all.
            return ended(entry, folder, results) ?? planned(entry, lock, folder)
        }
    }

    /// The status of a trial that is complete according to the lock.
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

    /// The status of a trial that is planned according to the lock and is not being trained.
    private static func planned(
        _ entry: TrialEntry, _ lock: StudyLock, _ folder: TrialFolder
    ) -> TrialStatus {
        var status = TrialStatus(id: entry.id, state: .waiting)
        let planned = entry.coordinates["training.epochs"].flatMap { Int($0) }
        status.epochs = planned ?? lock.study["training"]?["epochs"]?.int
        if let stale = entry.stale, folder.isComplete {
            status.state = .stale
            status.message = "settings, data or engine have changed: \(stale)"
            return status
        }
        // A trial with a saved state continues from there.
        guard FileManager.default.fileExists(atPath: folder.statePath) else { return status }
        status.state = .interrupted
        // The file does not exist before the end of the first epoch.
        let epochs = (try? folder.readEpochs()) ?? []
        status.epoch = epochs.count
        status.setMetrics(of: epochs.last)
        return status
    }

    /// The status of a trial that is planned according to the lock and has ended since; nil if it
    /// has not ended.
    private static func ended(
        _ entry: TrialEntry, _ folder: TrialFolder, _ results: ResultsFolder
    ) -> TrialStatus? {
        if folder.isComplete, let record = try? folder.readRecord(), record.key == entry.key,
            let epochs = try? folder.readEpochs()
        {
            return TrialStatus(record, epochs: epochs)
        }
        // A failure that is older than the lock is from an earlier run; the current one trains the
        // trial again. The tasks of a cluster do not write the lock.
        guard let failure = try? folder.readFailure(), failure.key == entry.key,
            results.lastBatch != nil || isNewer(folder.failurePath, than: results.lockPath)
        else { return nil }
        var status = TrialStatus(id: entry.id, state: .failed)
        status.message = failure.message
        return status
    }

    /// Whether a file was written after another one; false if one of them does not exist.
    private static func isNewer(_ path: String, than other: String) -> Bool {
        func time(_ path: String) -> Date? {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.modificationDate] as? Date
        }
        guard let first = time(path), let second = time(other) else { return false }
        return first > second
    }
}
