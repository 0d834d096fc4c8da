import Foundation
import ProgramSupport
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Trials that diverge.
@Suite(.serialized) struct DivergenceTests: FailingStudy {
    private static func rates(_ rates: String) -> String {
        #"{ "training.optimizer.learningRate": [\#(rates)], "seed": [1] }"#
    }

    /// A learning rate at which the loss diverges, in a trial that trains together with others or
    /// in parallel.
    @Test(arguments: [
        #"{ "kind": "cnn4", "channels": 8 }"#,
        #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#,
    ])
    func onlyTheDivergedTrialFails(_ network: String) throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.sweep = Self.rates("0.01, 1e38, 0.02")
            study.network = network
            study.epochs = 3
            let (failures, events, results) = try Self.run(
                study, InProcess(store: study.store), retries: 2)
            #expect(failures == 1)
            #expect(events.filter { $0.hasPrefix("again") } == [])
            let lock = try results.readLock()
            guard case .failed(let message) = lock.trials[1].state else {
                Issue.record("expected a failed trial, got \(lock.trials[1].state)")
                return
            }
            #expect(
                message.contains(
                    /^diverged: the train loss is (-?nan|inf) at epoch 1, step [23] of 3; a lower/)
            )
            #expect(lock.trials[0].state == .complete && lock.trials[2].state == .complete)
            let trial = results.trial(lock.trials[1].id)
            let record = try #require(try trial.readFailure())
            #expect(record.kind == .diverged && record.message == message && record.attempts == 1)
            #expect(try trial.readSteps().count >= 2)
            #expect(!trial.isComplete)
            let state = try study.plan().entries[1].state
            #expect(state == .failed(message))
            // The other trials are identical to those of a run without it.
            study.sweep = Self.rates("0.01, 0.02")
            try study.run("others")
            var expected = try study.files("others")
            for (id, files) in try study.files() {
                #expect(expected.removeValue(forKey: id) == files)
            }
            #expect(expected.isEmpty)
        }
    }

    /// The last message of a process arrives, although its first steps take only milliseconds.
    @Test func aDivergenceInShortStepsIsReportedAndNotRetried() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.sweep = Self.rates("0.01, 1e30, 1e38")
            study.network = #"{ "kind": "cnn4", "channels": 1 }"#
            let (failures, events, results) = try Self.run(
                study, LocalExecutor(program: Self.program), retries: 2)
            #expect(failures == 2 && !events.contains { $0.hasPrefix("again") })
            for entry in try results.readLock().trials.dropFirst() {
                let record = try #require(try results.trial(entry.id).readFailure())
                #expect(record.kind == .diverged && record.attempts == 1)
                #expect(
                    record.message.contains(
                        /^diverged: the (train loss|norm of the gradient) is \S+ at epoch 1, step [123] of 3; a lower/
                    ), "\(record.message)")
            }
        }
    }

    /// A library that prints to standard output does not disturb the events.
    @Test func outputOfLibrariesIsWrittenToTheLog() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(
                in: folder, named: "loud",
                text: """
                    {
                      "name": "loud",
                      "dataset": {
                        "path": "phantom", "resize": 36, "crop": 32,
                        "phantom": { "size": 40, "train": 40, "val": 8, "test": 8 }
                      },
                      "training": { "epochs": 2, "batchSize": 8, "threads": 1,
                        "optimizer": { "kind": "sgd", "learningRate": 0.01 } },
                      "network": { "kind": "cnn4", "channels": 8 },
                      "sweep": { "training.optimizer.learningRate": [0.01, 1e38] }
                    }
                    """, environment: ["DNNL_VERBOSE": "1"])
            let results = ResultsFolder("\(folder)/results")
            #expect(try study.end("results").status == 1)
            let lock = try results.readLock()
            #expect(lock.trials.map(\.state.word).sorted() == ["complete", "failed"])
            let failed = try #require(lock.trials.first { $0.state != .complete })
            #expect(try #require(try results.trial(failed.id).readFailure()).kind == .diverged)
            let log = try String(contentsOfFile: results.trial(failed.id).logPath, encoding: .utf8)
            #expect(log.contains("onednn_verbose"))
        }
    }
}
