import Foundation

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
    /// What the study chose, or why it chose nothing, in words; nil as long as it is not finished.
    package var choice: String?

    package init(study: String, isRunning: Bool, trials: [TrialStatus]) {
        self.study = study
        self.isRunning = isRunning
        self.trials = trials
    }

    /// What a results folder says.
    /// - Parameter known: an earlier status of the folder, of which trials that are done are not read again.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package init(_ folder: ResultsFolder, known: StudyStatus? = nil) throws {
        // The lock after the progress: what has ended in between is done there.
        let progress = folder.readProgress()
        let lock = try folder.readLock()
        let underWay = folder.trialsUnderWay()
        let isRun = progress?.isAlive() ?? false
        let isRunning = isRun || !underWay.isEmpty
        let running = Dictionary(
            ((isRun ? progress?.trials : nil) ?? underWay).map { ($0.id, $0) },
            uniquingKeysWith: { $1 })
        let before = Dictionary(
            (known?.trials ?? []).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let trials = try lock.trials.map { entry -> TrialStatus in
            if let trial = running[entry.id], isRunning, entry.state == .planned { return trial }
            return try Self.trial(entry, folder, before[entry.id])
        }
        self.init(study: lock.name, isRunning: isRunning, trials: trials)
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

    /// Without the figures of the test split as long as the study is not finished: who sees them while it trains may choose
    /// by them.
    package var withoutEarlyTest: StudyStatus {
        if isFinished { return self }
        var copy = self
        for index in copy.trials.indices { copy.trials[index].testAccuracy = nil }
        return copy
    }

    /// A trial that is not being trained.
    private static func trial(
        _ entry: TrialEntry, _ results: ResultsFolder, _ known: TrialStatus?
    ) throws -> TrialStatus {
        let folder = results.trial(entry.id)
        if let known, known.state == .done || known.state == .stopped { return known }
        switch entry.state {
        case .complete:
            return TrialStatus(try folder.readRecord(), epochs: try folder.readEpochs())
        case .failed(let message):
            var status = TrialStatus(id: entry.id, state: .failed)
            status.message = message
            return status
        case .planned:
            // The lock is behind what tasks of a cluster have done.
            if results.lastBatch != nil, let told = Self.trained(entry, folder) { return told }
            // A trial that has a state goes on from there.
            guard FileManager.default.fileExists(atPath: folder.statePath) else {
                return TrialStatus(id: entry.id, state: .waiting)
            }
            var status = TrialStatus(id: entry.id, state: .interrupted)
            let epochs = (try? folder.readEpochs()) ?? []
            status.epoch = epochs.count
            status.loss = epochs.last?.metrics[.train]?.loss
            status.valAccuracy = epochs.last?.metrics[.val]?.accuracy
            status.testAccuracy = epochs.last?.metrics[.test]?.accuracy
            return status
        }
    }

    /// What a task has left of a trial that the lock calls planned; nil where nothing has ended.
    private static func trained(_ entry: TrialEntry, _ folder: TrialFolder) -> TrialStatus? {
        if folder.isComplete, let record = try? folder.readRecord(), record.key == entry.key,
            let epochs = try? folder.readEpochs()
        {
            return TrialStatus(record, epochs: epochs)
        }
        guard let failure = try? folder.readFailure(), failure.key == entry.key else { return nil }
        var status = TrialStatus(id: entry.id, state: .failed)
        status.message = failure.message
        return status
    }
}
