import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport
import Tracking
import Vocabulary

extension MLflowTests {
    /// Tests of `study register`, and of `study predict` with a registered model.
    @Suite struct Models {
        let server: MLflowServer
        private var folder: String { server.folder }

        init() throws { server = try MLflowTests.server() }

        /// Predicts an image of the phantom: the standard output, and the whole output.
        private func predict(_ study: TrackedStudy, _ arguments: [String]) throws
            -> ExternalProgram.Outcome
        {
            let images = "\(folder)/phantom/test"
            return try ExternalProgram.run(
                TrackedStudy.program, ["predict", images] + arguments,
                environment: ["STUDY_CACHE": "\(folder)/cache"])
        }

        @Test func aModelIsRegisteredAndFetched() throws {
            let study = try TrackedStudy(in: folder, "registered")
            try study.train(server.address)
            let trials = try StudyResults(study.results).trials.map(\.entry.id)
            func register(_ trial: String) throws -> ExternalProgram.Outcome {
                try ExternalProgram.run(
                    TrackedStudy.program,
                    [
                        "register", "--trial", "\(study.path)/trials/\(trial)", "--name", "chest",
                        "--alias", "champion",
                    ])
            }
            func says(_ model: String, as trial: String) throws {
                let there = try predict(study, ["--trial", "\(study.path)/trials/\(trial)"])
                let outcome = try predict(
                    study, ["--model", model, "--tracking-uri", server.address])
                #expect(outcome.status == 0, "\(outcome.text)")
                let rows = there.text.split(separator: "\n").filter {
                    $0.contains(".png") || $0.contains(".jp")
                }
                #expect(rows.count == 40)
                for row in rows { #expect(outcome.text.contains(row)) }
            }
            let first = try register(trials[0])
            let place = "registered on \(server.address)\n"
            #expect(first.text == place + "models:/chest/1\n")
            try says("models:/chest@champion", as: trials[0])
            // The alias moves.
            #expect(try register(trials[1]).text == place + "models:/chest/2\n")
            try says("models:/chest@champion", as: trials[1])
            try says("models:/chest/1", as: trials[0])
            // It knows its run.
            let client = MLflowClient(try TrackingServer(server.address, environment: [:]))
            let version = try client.version(ModelReference("models:/chest/1"))
            let trained = try client.get("runs/get", ["run_id": version.run])
            #expect(trained["run"]?["info"]?["run_name"]?.text == trials[0])

            // MLflow's own client loads it, and it predicts the same.
            try predictsTheSame(
                "models:/chest@champion", ["--model", "models:/chest@champion"],
                tracking: server.address)
            // The results folder names the registry, too; the place is printed.
            let found = try predict(
                study, ["--model", "models:/chest/1", "--registry-of", study.path])
            #expect(found.status == 0 && found.text.contains("registry: \(server.address)\n"))
            let list = try ExternalProgram.run(
                TrackedStudy.program, ["models", "list", "--registry-of", study.path])
            #expect(list.text.contains("registry: \(server.address)\nmodels:/chest/1"))

            // A damaged copy is not used.
            let models = "\(folder)/cache/models"
            for name in try FileManager.default.contentsOfDirectory(atPath: models) {
                try Data("no".utf8).write(
                    to: URL(fileURLWithPath: "\(models)/\(name)/best.safetensors"))
            }
            try says("models:/chest/1", as: trials[0])

            let unknown = try predict(
                study, ["--model", "models:/chest@nobody", "--tracking-uri", server.address])
            #expect(unknown.status != 0)
            #expect(
                unknown.text.contains(
                    "models:/chest@nobody: \(server.address) does not have this model"))
            let deletion = try delete("chest", 1)
            #expect(deletion.contains("200"))
            let deleted = try predict(
                study, ["--model", "models:/chest/1", "--tracking-uri", server.address])
            #expect(deleted.status != 0)
            #expect(
                deleted.text.contains("models:/chest/1: \(server.address) does not have this model")
            )
        }

        /// Compares the predictions of `mlflow.pyfunc` with those of `study predict`.
        private func predictsTheSame(
            _ model: String, _ options: [String], tracking address: String
        ) throws {
            let outcome = try ExternalProgram.run(
                try #require(mlflowPython),
                [
                    ExternalProgram.tool("mlflow/predict.py"), model, TrackedStudy.program, "36",
                    "32",
                ] + options,
                environment: [
                    "MLFLOW_TRACKING_URI": address, "STUDY_CACHE": "\(folder)/cache",
                    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
                ])
            #expect(outcome.status == 0, "\(outcome.text)")
        }

        /// Versions of one run do not share files; each is the model that was registered.
        @Test func anEnsembleIsRegisteredAndFetched() throws {
            let study = try TrackedStudy(in: folder, "ensemble")
            try study.train(server.address)
            let trials = try StudyResults(study.results).trials.map(\.entry.id)
            let paths = trials.map { "\(study.path)/trials/\($0)" }
            let both = ["--trial", paths[0], "--trial", paths[1], "--ensemble"]
            let decisions = [
                "--calibrate", "platt", "--threshold", "sensitivity:0.9", "--tta", "rotate90",
                "--abstain", "0.25",
            ]
            let models = [
                ["--trial", paths[0]], both + decisions, ["--trial", paths[0]] + decisions,
            ]
            for (index, model) in models.enumerated() {
                let outcome = try ExternalProgram.run(
                    TrackedStudy.program, ["register", "--name", "both"] + model)
                #expect(outcome.status == 0, "\(outcome.text)")
                #expect(outcome.text.contains("models:/both/\(index + 1)\n"), "\(outcome.text)")
            }
            for (index, model) in models.enumerated() {
                let there = try predict(study, model)
                let outcome = try predict(
                    study,
                    ["--model", "models:/both/\(index + 1)", "--tracking-uri", server.address])
                #expect(outcome.status == 0, "\(outcome.text)")
                let rows = there.text.split(separator: "\n").filter {
                    $0.contains(".png") || $0.contains(".jp")
                }
                #expect(rows.count == 40)
                for row in rows { #expect(outcome.text.contains(row)) }
                try predictsTheSame(
                    "models:/both/\(index + 1)", ["--model", "models:/both/\(index + 1)"],
                    tracking: server.address)
            }
            // A damaged member is downloaded again.
            let cached = "\(folder)/cache/models"
            for name in try FileManager.default.contentsOfDirectory(atPath: cached) {
                let path = "\(cached)/\(name)/members/1/best.safetensors"
                guard FileManager.default.fileExists(atPath: path) else { continue }
                try Data("no".utf8).write(to: URL(fileURLWithPath: path))
            }
            let again = try predict(
                study, ["--model", "models:/both/2", "--tracking-uri", server.address])
            #expect(again.status == 0, "\(again.text)")
        }

        @Test func anExportedModelIsAnMLflowModel() throws {
            let study = try TrackedStudy(in: folder, "exported", epochs: 1)
            try study.train(nil)
            let trial = try #require(try study.results.readLock().trials.first).id
            let (from, model) = ("\(study.path)/trials/\(trial)", "\(folder)/exported-model")
            let outcome = try ExternalProgram.run(
                TrackedStudy.program,
                ["export", "--trial", from, "--format", "mlflow", "--output", model])
            #expect(outcome.status == 0, "\(outcome.text)")
            try predictsTheSame(model, ["--trial", from], tracking: "")
        }

        /// Deletes a version on the server.
        private func delete(_ name: String, _ version: Int) throws -> String {
            let target = "\(server.address)/api/2.0/mlflow/model-versions/delete"
            return try ExternalProgram.run(
                "/usr/bin/env",
                [
                    "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", "-H",
                    "Content-Type: application/json", "-d",
                    #"{"name": "\#(name)", "version": "\#(version)"}"#, target,
                ]
            ).text
        }
    }
}
