import Evaluation
import Files
import Foundation
import JSON
import Results
import Testing
import TestSupport
import Tracking

extension MLflowTests {
    /// Evaluations on other data, in the runs of their trials.
    @Suite struct Evaluations {
        let server: MLflowServer
        private let client: MLflowClient

        init() throws {
            server = try MLflowTests.server()
            client = MLflowClient(try TrackingServer(server.address, environment: [:]))
        }

        private func program(_ arguments: [String]) throws -> ExternalProgram.Outcome {
            let outcome = try ExternalProgram.run(TrackedStudy.program, arguments)
            #expect(outcome.status == 0, "\(outcome.text)")
            return outcome
        }

        /// Phantoms of other patients.
        private func others() throws -> String {
            let path = "\(server.folder)/hospital-b"
            if !FileManager.default.fileExists(atPath: path) {
                _ = try program([
                    "data", "phantom", "--output", path, "--size", "40", "--train", "10",
                    "--test", "30", "--seed", "7",
                ])
            }
            return path
        }

        /// The runs of an experiment by name.
        private func runs(_ experiment: String) throws -> [String: JSONValue] {
            let id = try #require(try client.existingExperiment(experiment))
            let json = try client.post("runs/search", ["experiment_ids": [.string(id)]])
            return Dictionary(
                (json["runs"]?.elements ?? []).compactMap { run in
                    run["info"]?["run_name"]?.text.map { ($0, run) }
                }, uniquingKeysWith: { $1 })
        }

        private func value(
            _ run: JSONValue?, _ kind: String, _ key: String
        ) -> JSONValue? {
            run?["data"]?[kind]?.elements?.first { $0["key"]?.text == key }?["value"]
        }

        private func expectMetric(_ name: String, _ expected: Double, in run: JSONValue?) throws {
            let found = try #require(value(run, "metrics", name)?.double, "\(name)")
            #expect(abs(found - expected) < 1e-9, "\(name)")
        }

        /// The figures of an evaluation are those of its record, and its files are artifacts.
        private func check(_ evaluation: EvaluationFolder, in run: JSONValue?) throws {
            let record = try evaluation.readRecord()
            let start = "evaluate.\(evaluation.name)"
            let names = ["auroc", "accuracy", "sensitivity", "specificity", "log_loss", "ece"]
            for name in names {
                let figure = try #require(record.metrics[name])
                try expectMetric("\(start).\(name)", figure.value, in: run)
            }
            let interval = try #require(record.metrics["auroc"]?.interval)
            try expectMetric("\(start).auroc.low", interval.lowerBound, in: run)
            try expectMetric("\(start).auroc.high", interval.upperBound, in: run)
            #expect(value(run, "tags", "\(start).data")?.text == record.images.fingerprint)
            let id = try #require(run?["info"]?["run_id"]?.text)
            let folder = "evaluations/\(evaluation.name)"
            let list = try client.get("artifacts/list", ["run_id": id, "path": folder])
            let paths = (list["files"]?.elements ?? []).compactMap { $0["path"]?.text }
            #expect(
                Set(paths).isSuperset(of: [
                    "\(folder)/evaluation.json", "\(folder)/predictions.csv",
                ]))
            if FileManager.default.fileExists(atPath: evaluation.chartsPath) {
                #expect(paths.contains("\(folder)/charts"))
            }
        }

        @Test func evaluationsAreSentToTheRunOfTheirTrial() throws {
            let data = try others()
            let study = try TrackedStudy(in: server.folder, "evaluated", epochs: 2)
            try study.train(server.address)
            let trial = try #require(study.results.readLock().trials.first?.id)
            let arguments = [
                "evaluate", "\(study.path)/trials/\(trial)", "--dataset", data, "--name", "b",
            ]
            _ = try program(arguments + ["--tracking-uri", server.address])
            let evaluation = study.results.evaluation("b")
            try check(evaluation, in: runs("evaluated")[trial])
            // Nothing is sent twice.
            let path = "\(study.path)/tracking/outbox.jsonl"
            let outbox = try String(contentsOfFile: path, encoding: .utf8)
            #expect(try study.push().status == 0)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == outbox)
            // An evaluation that was made again replaces its figures.
            _ = try program(
                arguments + [
                    "--replace", "--calibrate", "temperature", "--tracking-uri", server.address,
                ])
            try check(evaluation, in: runs("evaluated")[trial])
        }

        @Test func evaluationsThatWereMadeLaterArePushed() throws {
            let data = try others()
            let study = try TrackedStudy(in: server.folder, "pushed", epochs: 1)
            try study.train(server.address)
            let trials = try study.results.readLock().trials.map(\.id)
            let outcome = try program(
                ["evaluate"] + trials.map { "\(study.path)/trials/\($0)" }
                    + ["--ensemble", "--dataset", data, "--name", "both"])
            #expect(outcome.text.contains("study track push"))
            #expect(try study.push().status == 0)
            // The figures of an ensemble belong to the run of the study.
            let runs = try runs("pushed")
            try check(study.results.evaluation("both"), in: runs["pushed"])
            for trial in trials {
                #expect(value(runs[trial], "metrics", "evaluate.both.auroc") == nil)
            }
        }

        /// A server that does not respond does not fail the evaluation.
        @Test func aServerThatIsAwayGetsTheEvaluationLater() throws {
            let data = try others()
            let study = try TrackedStudy(in: server.folder, "away", epochs: 1)
            try study.train(server.address)
            let trial = try #require(study.results.readLock().trials.first?.id)
            server.kill()
            let outcome = try program([
                "evaluate", "\(study.path)/trials/\(trial)", "--dataset", data, "--name", "b",
                "--tracking-uri", server.address,
            ])
            #expect(outcome.text.contains("to send what is missing: study track push"))
            try server.start()
            #expect(try study.push().status == 0)
            try check(study.results.evaluation("b"), in: runs("away")[trial])
        }

        /// A study that was not tracked is not sent by an evaluation.
        @Test func studiesThatWereNotTrackedStaySo() throws {
            let data = try others()
            let study = try TrackedStudy(in: server.folder, "private", epochs: 1)
            try study.train(nil)
            let trial = try #require(study.results.readLock().trials.first?.id)
            let outcome = try program([
                "evaluate", "\(study.path)/trials/\(trial)", "--dataset", data, "--name", "b",
                "--tracking-uri", server.address,
            ])
            #expect(outcome.text.contains("the study was not tracked"))
            #expect(!FileManager.default.fileExists(atPath: "\(study.path)/tracking"))
            #expect(try client.existingExperiment("private") == nil)
        }

        /// `study run` sends the evaluations on the sets that the study names.
        @Test func externalSetsOfAStudyAreTracked() throws {
            let data = try others()
            let study = try TrackedStudy(in: server.folder, "sets", epochs: 1)
            let file = "\(study.path).json"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing(
                #""network":"#, with: #""evaluate": { "b": { "path": "\#(data)" } }, "network":"#
            ).write(toFile: file, atomically: true, encoding: .utf8)
            try study.train(server.address)
            let evaluations = try study.results.evaluations()
            let groups = try study.results.readLock().trials.map(\.group)
            #expect(evaluations.map(\.name) == groups.map { "b-\($0)" }.sorted())
            let runs = try runs("sets")
            for evaluation in evaluations {
                let id = try #require(evaluation.readRecord().model.first?.id)
                try check(evaluation, in: runs[id])
                // A server does not change parameters.
                #expect(value(runs["sets"], "params", "evaluate.b.path") == nil)
            }
        }
    }
}
