import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// The status of trials that have ended since the lock was written.
@Suite(.serialized) struct StudyStatusTests {
    private static func study(_ folder: String) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
            sweep: #"{ "schedule": ["constant", "cosine"], "seed": [1] }"#)
    }

    /// Writes the lock as at the start of a run.
    private func plan(_ results: ResultsFolder, key: String? = nil) throws {
        var lock = try results.readLock()
        for index in lock.trials.indices {
            lock.trials[index].state = .planned
            lock.trials[index].files = [:]
            lock.trials[index].record = nil
            lock.trials[index].stale = "training.epochs: 2 -> 1"
            lock.trials[index].key = key ?? lock.trials[index].key
        }
        try results.write(lock)
    }

    /// This happens with trials that train together, after which the lock is written once, and
    /// after a run was killed.
    @Test func aTrialThatHasEndedIsDone() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            try study.run()
            let results = ResultsFolder("\(folder)/results")
            try plan(results)
            let status = try StudyStatus(results)
            #expect(status.trials.map(\.state) == [.done, .done])
            #expect(status.trials.allSatisfy { $0.message == nil && $0.loss != nil })
            #expect(try StudyStatus(results, known: status) == status)
            // Reports include it, with the digests of its files.
            let known = try StudyResults(results)
            #expect(known.trials.count == 2)
            #expect(known.lock.trials.allSatisfy { $0.state == .complete && !$0.files.isEmpty })
            try plan(results, key: "another")
            #expect(try StudyStatus(results).trials.map(\.state) == [.stale, .stale])
            #expect(try StudyResults(results).trials.isEmpty)
        }
    }

    /// A failure of an earlier run is being retried; one of this run is a failure.
    @Test func aFailureAfterTheLockCounts() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let id = "cnn4-cosine-s1"
            try study.run("results", InProcess(failing: id, store: study.store), failures: 1)
            let results = ResultsFolder("\(folder)/results")
            try plan(results)
            #expect(try StudyStatus(results).trials.map(\.state) == [.done, .waiting])
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: 10)],
                ofItemAtPath: results.trial(id).failurePath)
            let failed = try #require(try StudyStatus(results).trials.last)
            #expect(failed.state == .failed && failed.message == "no luck")
        }
    }
}
