import Foundation
import Results
import Studies

/// What a run has come to: which trials are left and how far they are, and the lock that says so,
/// kept up to date in the results folder.
final class RunLedger: @unchecked Sendable {
    // All that changes is only touched under `mutex`.
    private let mutex = NSLock()
    private let folder: ResultsFolder
    /// Of each trial in the lock.
    private let places: [String: Int]
    /// Floating-point operations of all that is to be trained.
    private let work: Double
    private var lock: StudyLock
    /// The lock grows with the study, so it is not written after every trial of many; `trial.json`
    /// says what is complete.
    private var clock = CheckpointClock()
    /// The share done of each trial that has begun.
    private var shares: [String: Double] = [:]
    /// Floating-point operations that are done.
    private var workDone = 0.0
    private var failedTrials: Set<String> = []
    private var leftTrials: Set<String>
    private var hasStopped = false
    private var firstFault: (any Error)?

    /// - Parameter queue: what is to be trained.
    init(_ folder: ResultsFolder, _ lock: StudyLock, queue: [StudyPlan.Entry]) {
        self.folder = folder
        self.lock = lock
        places = Dictionary(
            lock.trials.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        work = queue.reduce(0) { $0 + $1.operations }
        leftTrials = Set(queue.map(\.trial.id))
    }

    /// The trials that failed in this run, by id.
    var failed: Set<String> { mutex.withLock { failedTrials } }
    /// The trials that have not come to their end, by id.
    var left: Set<String> { mutex.withLock { leftTrials } }
    /// Whether no other trial is to be trained in this run.
    var isStopping: Bool { mutex.withLock { hasStopped } }
    /// What ended the run for all trials.
    var fault: (any Error)? { mutex.withLock { firstFault } }
    var kernels: [String: String] { mutex.withLock { lock.kernels } }

    func update(_ change: (inout StudyLock) -> Void) { mutex.withLock { change(&lock) } }

    /// Writes the lock.
    /// - Throws: `FileError`.
    func write() throws { try mutex.withLock { try folder.write(lock) } }

    /// - Returns: the trial's number in this run; nil when it has begun already.
    func begin(_ entry: StudyPlan.Entry) -> Int? {
        mutex.withLock {
            guard shares[entry.trial.id] == nil else { return nil }
            shares[entry.trial.id] = 0
            return shares.count
        }
    }

    /// Takes note of how far a trial is.
    /// - Returns: the share done of all that is to be trained.
    func advance(_ entry: StudyPlan.Entry, _ event: TrialEvent) -> Double {
        mutex.withLock {
            let before = shares.updateValue(event.fraction, forKey: entry.trial.id) ?? 0
            workDone += entry.operations * (event.fraction - before)
            // A sum of all parts may miss the whole by a rounding error.
            let share = work > 0 ? workDone / work : 1
            return share > 1 - 1e-9 ? 1 : share
        }
    }

    /// Takes note of a trial's end, and writes the lock when that is due.
    /// - Throws: `FileError`.
    func finish(_ trial: String, _ state: TrialEntry.State) throws {
        try mutex.withLock {
            if state == .complete {
                try takeUp(trial)
            } else {
                if let index = places[trial] {
                    lock.trials[index].state = state
                    lock.trials[index].stale = nil
                }
                failedTrials.insert(trial)
            }
            leftTrials.remove(trial)
            if clock.isDue(atEndOfEpoch: true) { try clock.save { try folder.write(lock) } }
        }
    }

    /// Takes up a trial that was complete before this run.
    /// - Throws: `FileError`, `ResultsError` for a record that cannot be read.
    func complete(_ trial: String) throws { try mutex.withLock { try takeUp(trial) } }

    /// Trials that this run does not bring to their end.
    func leave(_ trials: [String]) { mutex.withLock { leftTrials.subtract(trials) } }

    /// Lets no other trial begin.
    func stop(_ error: (any Error)?) {
        mutex.withLock {
            hasStopped = true
            firstFault = firstFault ?? error
        }
    }

    private func takeUp(_ trial: String) throws {
        guard let index = places[trial] else { return }
        try lock.trials[index].complete(folder.trial(trial))
    }
}
