import Cluster
import Foundation
import Results
import Runs
import Studies
import Testing
import TestSupport

/// The choice of the trials that a batch trains, without a scheduler.
struct BatchRunTests {
    /// Trials do not wait for a trial that failed in this run, even if it has a checkpoint.
    @Test func noTrialWaitsForAFailedTrial() throws {
        try withTemporaryFolder { folder in
            var study = PhantomStudy(
                folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 4,
                sweep: #"{ "training.optimizer.learningRate": [0.002, 1e-7, 0.001, 1e-8] }"#)
            study.optimizer = #"{ "kind": "adam", "learningRate": 0.002 }"#
            study.monitor = "val_loss"
            study.pruning = #"{ "kind": "successiveHalving", "minEpochs": 1 }"#
            let ids = try study.plan().entries.map(\.trial.id)
            let (failed, others) = (ids[0], Set(ids.dropFirst()))
            // The others wait after their first epoch; the failed trial does not reach its end.
            try study.run(only: others)
            try study.run(
                "results", InProcess(interruptedAt: 2, store: study.store), only: [failed])
            let entry = try #require(try study.plan().entries.first)
            let results = try study.plan().folder
            try results.trial(failed).write(
                TrialFailure("no memory", kind: .outOfMemory)
                    .record(id: failed, key: entry.key, attempts: 1))
            let plan = try study.plan()
            #expect(plan.entries[0].resumes)

            var settings = ExecutorSettings()
            settings.kind = .slurm
            let order = BatchOrder(
                studyFile: "phantoms.json", studyFolder: folder, currentDirectory: folder,
                overrides: [], settings: settings, retries: 0, limit: nil, selected: Set(ids))
            let first = try BatchRun(plan, order, text: Data(), program: "study")
            #expect(first?.trials == [failed])
            let tried = ids.map { BatchRecord.Work(trial: $0, untilEpoch: 1, isPruned: false) }
            let next = try #require(
                try BatchRun(plan, order, text: Data(), tried: tried, program: "study"))
            #expect(!next.trials.isEmpty && others.isSuperset(of: next.trials))
        }
    }
}
