import Files
import Foundation
import JSON
import Reports
import Results
import Runs
import Studies
import Testing
import TestSupport
import Training
import Vocabulary

/// Studies with pruning, in which trials are stopped after a comparison with others.
@Suite(.serialized) struct PruningTests {
    /// Learning rates of which every second one is too small to learn anything.
    private static func study(
        _ folder: String, seeds: String = "[1]", epochs: Int = 4, network: String? = nil,
        rates: String = "[0.002, 1e-7, 0.001, 1e-8, 0.004, 1e-9]"
    ) -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: network ?? #"{ "kind": "cnn4", "channels": 8, "dropout": 0.2 }"#,
            optimizer: #"{ "kind": "adam", "learningRate": 0.002 }"#, epochs: epochs,
            sweep: """
                {
                  "training.optimizer.learningRate": \(rates),
                  "seed": \(seeds)
                }
                """)
        // With few images all accuracies are equal at first.
        study.monitor = "val_loss"
        return study
    }

    private static let halving = #"{ "kind": "successiveHalving", "minEpochs": 1 }"#
    private static let median = #"{ "kind": "median" }"#

    /// The contents of a trial's files, the times aside.
    private func contents(_ study: PhantomStudy, _ results: String) throws -> [String: [String]] {
        let folder = ResultsFolder("\(study.folder)/\(results)")
        let trials = try StudyResults(folder).trials
        return Dictionary(
            uniqueKeysWithValues: trials.map { trial in
                let epochs = trial.epochs.map {
                    "\($0.epoch) \($0.learningRate) "
                        + "\($0.metrics.sorted { $0.key.rawValue < $1.key.rawValue })"
                }
                let files = trial.record.files.filter { $0.key != "epochs.csv" }
                    .sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                return (trial.entry.id, epochs + files + [trial.record.pruned?.text ?? "whole"])
            })
    }

    @Test func sixTrialsAreHalved() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            try study.run("whole")
            study.pruning = Self.halving
            let results = try study.run("pruned")
            // After one epoch three of six trials continue, after two epochs two of three.
            let epochs = results.trials.map(\.epochs.count)
            #expect(epochs.count == 6)
            #expect(epochs.count { $0 == 4 } >= 1 && epochs.count { $0 < 4 } >= 2, "\(epochs)")
            #expect(Set(epochs).isSubset(of: [1, 2, 4]))
            let whole = try contents(study, "whole")
            for trial in results.trials {
                let folder = ResultsFolder("\(study.folder)/pruned").trial(trial.entry.id)
                let isWhole = trial.epochs.count == 4
                #expect((trial.record.pruned == nil) == isWhole)
                #expect(trial.entry.pruned == trial.record.pruned)
                #expect(trial.patienceAtEnd == nil)
                #expect(FileManager.default.fileExists(atPath: folder.lastPath))
                // A trial that continues is identical to that without pruning; a stopped one has
                // the same first epochs.
                let got = try #require(try contents(study, "pruned")[trial.entry.id])
                let expected = try #require(whole[trial.entry.id])
                if isWhole {
                    #expect(got == expected)
                } else {
                    #expect(got.prefix(trial.epochs.count) == expected.prefix(trial.epochs.count))
                    let text = try #require(trial.record.pruned?.text)
                    #expect(
                        text.hasPrefix(
                            "stopped at epoch \(trial.epochs.count) of 4 by the rule successiveHalving: its best val_loss"
                        ))
                    #expect(results.summary.rows.contains { $0.contains(text) })
                }
            }
            let report = try String(
                contentsOfFile: ReportWriter.write(ResultsFolder("\(folder)/pruned")),
                encoding: .utf8)
            #expect(report.contains("were pruned: stopped early because other trials were better"))
            let status = try StudyStatus(ResultsFolder("\(folder)/pruned"))
            #expect(status.trials.count { $0.state == .stopped } == epochs.count { $0 < 4 })
            // Nothing is left to train, and the charts can be drawn.
            let again = InProcess(store: study.store)
            try study.run("pruned", again)
            #expect(again.trained.isEmpty)
            #expect(try !ReportWriter.plot(ResultsFolder("\(folder)/pruned")).isEmpty)
        }
    }

    /// The stops depend neither on the number of jobs nor on interruptions.
    @Test(
        arguments: [halving, median],
        [
            nil, #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#,
        ])
    func theSameTrialsStop(_ rule: String, _ network: String?) throws {
        try withTemporaryFolder { folder in
            var study = Self.study(
                folder, seeds: "[1, 2]", epochs: 3, network: network, rates: "[0.002, 1e-7, 1e-8]")
            study.pruning = rule
            study.threads = 1
            try study.run("one")
            let expected = try contents(study, "one")
            #expect(expected.count == 6)
            let stopped = expected.filter { $0.value.last != "whole" }
            #expect(!stopped.isEmpty && stopped.count < 6)
            // The seeds of a configuration stop together.
            for id in stopped.keys where id.contains("-s1") {
                #expect(stopped.keys.contains(id.replacing("-s1", with: "-s2")))
            }
            try study.run("two", jobs: 2)
            #expect(try contents(study, "two") == expected)
            var runs = 0
            while runs < 60,
                try study.plan("killed").entries.contains(where: { $0.state != .done })
            {
                try study.run("killed", InProcess(interruptedAt: 13, store: study.store))
                runs += 1
            }
            #expect(runs > 2)
            #expect(try contents(study, "killed") == expected)
        }
    }

    /// Trials wait for those that the run leaves out.
    @Test func selectedTrialsWaitForTheOthers() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.pruning = Self.halving
            try study.run("whole")
            let ids = try study.plan("parts").entries.map(\.trial.id)
            let first = try study.run("parts", only: Set(ids.prefix(4)))
            #expect(first.trials.isEmpty)
            let states = try study.plan("parts").entries.map(\.state)
            #expect(states.prefix(4).allSatisfy { $0 == .resumes(epochs: 1, steps: 0) })
            #expect(states.suffix(2).allSatisfy { $0 == .new })
            try study.run("parts")
            #expect(try contents(study, "parts") == contents(study, "whole"))
        }
    }

    /// Without the rule, a stopped trial resumes from its checkpoint and is trained to its end.
    @Test func aStoppedTrialResumesWithoutTheRule() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            try study.run("whole")
            study.pruning = Self.halving
            try study.run("pruned")
            let stopped = try contents(study, "pruned").filter { $0.value.last != "whole" }.keys
            #expect(!stopped.isEmpty)
            study.pruning = nil
            let plan = try study.plan("pruned")
            for entry in plan.entries {
                #expect(stopped.contains(entry.trial.id) == entry.resumes)
                if !entry.resumes { #expect(entry.state == .done) }
            }
            try study.run("pruned")
            #expect(try contents(study, "pruned") == contents(study, "whole"))
        }
    }

    /// No trial waits for a failed trial.
    @Test func aFailedTrialIsLeftOut() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.pruning = Self.halving
            let failing = try study.plan("results").entries[0].trial.id
            let results = try study.run(
                "results", InProcess(failing: failing, store: study.store), failures: 1)
            #expect(results.trials.count == 5)
            #expect(results.trials.contains { $0.record.pruned != nil })
            // It is compared with the others once it reaches that epoch.
            #expect(try study.run("results").trials.count == 6)
        }
    }

    @Test func aRuleIsNotPartOfTheKeyAndItsErrorsHaveALocation() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            let keys = try study.plan().entries.map(\.key)
            study.pruning = Self.median
            #expect(try study.plan().entries.map(\.key) == keys)
            for (rule, message) in [
                (
                    #"{ "kind": "median", "minEpochs": 4 }"#,
                    "training.pruning.minEpochs: must be less than training.epochs (4)"
                ),
                (#""halving""#, "successiveHalving"),
                (
                    #"{ "kind": "median", "every": 0 }"#,
                    "training.pruning.every: must be in [1, 1000000]; got 0"
                ),
                ("3", "training.pruning: must be a kind of pruning rule"),
            ] {
                study.pruning = rule
                let errors = try #require(throws: StudyErrors.self) { try study.plan() }
                #expect("\(errors)".contains(message), "\(errors)")
            }
        }
    }
}
