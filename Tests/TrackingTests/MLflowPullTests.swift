import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport
import Vocabulary

extension MLflowTests {
    /// Tests of `study track pull`.
    @Suite struct Pulls {
        let server: MLflowServer
        private var folder: String { server.folder }

        init() throws { server = try MLflowTests.server() }

        /// The results folder that `study track pull` writes.
        private func pull(
            _ experiment: String, _ options: [String], as name: String = "server"
        ) throws -> ResultsFolder {
            let path = "\(folder)/pulled-\(experiment)-\(name)"
            let outcome = try ExternalProgram.run(
                TrackedStudy.program,
                ["track", "pull", experiment, "--output", path, "--quiet"] + options)
            #expect(outcome.status == 0, "\(outcome.text)")
            return ResultsFolder(path)
        }

        @Test func aStudyIsPulledAsItIs() throws {
            let study = try TrackedStudy(in: folder, "pulled")
            try study.train(server.address)
            #expect(try study.push().status == 0)
            let there = try StudyResults(study.results)
            let here = try StudyResults(pull("pulled", ["--tracking-uri", server.address]))
            #expect(here.lock.axes.map(\.path).sorted() == there.lock.axes.map(\.path).sorted())
            #expect(here.lock.question == "Is it there?\n\nEvery *value*.")
            #expect(here.trials.count == there.trials.count)
            for trial in there.trials {
                let same = try #require(
                    here.trials.first { $0.entry.coordinates == trial.entry.coordinates })
                #expect(same.epochs == trial.epochs)
                #expect(same.record.bestEpoch == trial.record.bestEpoch)
                #expect(same.entry.seed == trial.entry.seed)
            }
            // The study and its pulled copy can be compared.
            for folders in [[true, false], [false, true]] {
                let paths = folders.map { $0 ? study.path : "\(folder)/pulled-pulled-server" }
                let output = "\(folder)/compared-\(folders[0])"
                let comparison = try ExternalProgram.run(
                    TrackedStudy.program, ["compare"] + paths + ["--output", output])
                #expect(comparison.status == 0, "\(comparison.text)")
                let report = try String(contentsOfFile: "\(output)/report.md", encoding: .utf8)
                #expect(report.contains("## Unknown images"))
            }
        }

        enum Store: String, CaseIterable { case server, folder, database }

        /// Runs of another program, on a server, in a local mlruns folder or in an `mlflow.db`.
        @Test(arguments: Store.allCases) func runsOfOtherProgramsArePulled(_ store: Store) throws {
            let place = "\(folder)/\(store)"
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true)
            let uri =
                switch store {
                case .server: server.address
                case .folder: "file://\(place)/mlruns"
                case .database: "sqlite:///\(place)/mlflow.db"
                }
            let expected = "\(folder)/told.json"
            let recorded = try ExternalProgram.run(
                try #require(mlflowPython),
                [ExternalProgram.tool("mlflow/original.py"), uri, "theirs", expected])
            try #require(recorded.status == 0, "\(recorded.text)")
            let options =
                store == .server ? ["--tracking-uri", server.address] : ["--mlruns", place]
            let results = try pull("theirs", options, as: "\(store)")
            if store != .server {
                let again = try StudyResults(
                    pull("theirs", ["--tracking-uri", uri], as: "\(store)-address"))
                let first = try StudyResults(results)
                #expect(again.trials.map(\.epochs) == first.trials.map(\.epochs))
            }
            let here = try StudyResults(results)
            #expect(here.lock.axes.map(\.path) == ["model", "scheduler"])
            let json = try JSONDocument(
                text: String(contentsOfFile: expected, encoding: .utf8), file: expected
            ).value
            #expect(here.trials.count == 6)
            for trial in here.trials {
                let rows = try #require(json[trial.entry.group]?.elements)
                #expect(trial.epochs.map(\.epoch) == [1, 2, 3, 4])
                for (epoch, row) in zip(trial.epochs, rows) {
                    #expect(epoch.learningRate == row["lr"]?.double)
                    for split in Split.allCases {
                        let metrics = try #require(epoch.metrics[split])
                        #expect(metrics.loss == row["\(split.rawValue)_loss"]?.double)
                        let percent = try #require(row["\(split.rawValue)_accuracy"]?.double)
                        #expect(abs(metrics.accuracy - percent / 100) < 1e-12)
                    }
                }
            }
            // It can be charted and compared, and nothing else is written over.
            let report = try ExternalProgram.run(TrackedStudy.program, ["report", results.path])
            #expect(report.status == 0, "\(report.text)")
            let text = try String(contentsOfFile: results.reportPath, encoding: .utf8)
            #expect(text.contains("study track pull theirs \(options[0])"))
            let comparison = try ExternalProgram.run(
                TrackedStudy.program,
                [
                    "compare", results.path, results.path, "--output",
                    "\(folder)/compared-\(store)",
                ])
            #expect(comparison.status == 0, "\(comparison.text)")
            let unknown = try ExternalProgram.run(
                TrackedStudy.program, ["track", "pull", "nobody"] + options)
            #expect(unknown.status == 1)
            #expect(unknown.text.contains("has no experiment 'nobody'; it has"))
            let other = try ExternalProgram.run(
                TrackedStudy.program, ["track", "pull", "theirs", "--output", folder] + options)
            #expect(other.status != 0)
            #expect(other.text.contains("already exists and was not imported"))
        }
    }
}
