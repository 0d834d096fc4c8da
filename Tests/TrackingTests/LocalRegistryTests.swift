import Evaluation
import Foundation
import JSON
import Results
import Testing
import TestSupport
import Vocabulary

/// Models in the registry on this machine.
@Suite(.serialized) final class LocalRegistryTests {
    private let folder: String
    private let study: TrackedStudy
    private let trials: [String]

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent("study-\(UUID())").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        study = try TrackedStudy(in: folder, "local", epochs: 1)
        try study.train(nil)
        trials = try study.results.readLock().trials.map(\.id)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func run(_ arguments: [String]) throws -> ExternalProgram.Outcome {
        try ExternalProgram.run(
            TrackedStudy.program, arguments,
            environment: ["XDG_DATA_HOME": "\(folder)/data", "STUDY_CACHE": "\(folder)/cache"])
    }

    private func register(_ trial: String, _ alias: String? = nil) throws
        -> ExternalProgram.Outcome
    {
        try run(
            ["register", "--trial", "\(study.path)/trials/\(trial)", "--name", "chest"]
                + (alias.map { ["--alias", $0] } ?? []))
    }

    private func answers(_ options: String...) throws -> [Substring] {
        let outcome = try run(["predict", "\(folder)/phantom/test"] + options)
        #expect(outcome.status == 0, "\(outcome.text)")
        let rows = outcome.text.split(separator: "\n").filter {
            $0.contains(".png") || $0.contains(".jp")
        }
        #expect(rows.count == 40)
        return rows
    }

    private func versions() throws -> [JSONValue] {
        let text = try run(["models", "list", "--json"]).text
        // The place of the registry is a note, which is not part of the JSON.
        let place = "registry: \(folder)/data/study/registry, on this machine\n"
        #expect(text.hasPrefix(place))
        let json = String(text.dropFirst(place.count))
        return try #require(try JSONDocument(text: json, file: "list").value.elements)
    }

    @Test func versionsAndAliases() throws {
        let nothing = try run(["predict", folder, "--model", "models:/chest/1"])
        #expect(nothing.status != 0)
        #expect(nothing.text.contains("no model is registered on this machine"))

        #expect(try register(trials[0], "champion").text.contains("models:/chest/1\n"))
        #expect(try register(trials[1], "champion").text.contains("models:/chest/2\n"))
        let first = try answers("--trial", "\(study.path)/trials/\(trials[0])")
        let second = try answers("--trial", "\(study.path)/trials/\(trials[1])")
        #expect(first != second)
        #expect(try answers("--model", "models:/chest@champion") == second)
        #expect(try answers("--model", "models:/chest/1") == first)
        #expect(try run(["models", "alias", "models:/chest/1", "champion"]).status == 0)
        // The results may go.
        try FileManager.default.moveItem(atPath: study.path, toPath: "\(study.path)-moved")
        defer {
            try? FileManager.default.moveItem(atPath: "\(study.path)-moved", toPath: study.path)
        }
        #expect(try answers("--model", "models:/chest@champion") == first)

        let list = try versions()
        #expect(list.map { $0["model"]?.text } == ["models:/chest/1", "models:/chest/2"])
        #expect(list.map { $0["trial"]?.text } == trials)
        #expect(list.map { $0["study"]?.text } == ["local", "local"])
        #expect(list[0]["aliases"]?.elements == ["champion"])
        let moved = ResultsFolder("\(study.path)-moved")
        let trial = try StudyResults(moved).trials.first { $0.entry.id == trials[0] }
        let accuracy = try #require(trial?.best?.metrics[.test]?.accuracy)
        #expect(list[0]["metrics"]?["test_accuracy"]?.double == accuracy)

        let unknown = try run(["predict", folder, "--model", "models:/chest/3"])
        #expect(unknown.status != 0)
        #expect(
            unknown.text.contains(
                "which has models:/chest/1, models:/chest@champion, models:/chest/2"))
    }

    @Test func whatIsDamagedOrRemovedIsNotUsed() throws {
        _ = try register(trials[0])
        _ = try register(trials[1])
        #expect(try run(["models", "remove", "models:/chest/1"]).status == 0)
        #expect(try run(["predict", folder, "--model", "models:/chest/1"]).status != 0)
        let models = "\(folder)/data/study/registry/models"
        let stores = try FileManager.default.contentsOfDirectory(atPath: models)
        #expect(stores.count == 1)
        let weights = "\(models)/\(try #require(stores.first))/best.safetensors"
        try Data("no".utf8).write(to: URL(fileURLWithPath: weights))
        let damaged = try run(["predict", folder, "--model", "models:/chest/2"])
        #expect(damaged.status != 0)
        #expect(damaged.text.contains("\(weights) is damaged"))
        // Registering again mends it; numbers are not used again.
        #expect(try register(trials[1]).text.contains("models:/chest/3\n"))
        _ = try answers("--model", "models:/chest/2")

        try Data("no database".utf8).write(
            to: URL(fileURLWithPath: "\(folder)/data/study/registry/registry.sqlite"))
        let broken = try run(["models", "list"])
        #expect(broken.status == 1)
        #expect(broken.text.contains("registry.sqlite: the model registry cannot be used"))
    }

    private static let decisions = [
        "--calibrate", "temperature", "--threshold", "sensitivity:0.9", "--tta", "horizontalFlip",
        "--abstain", "0.25",
    ]

    private func registerEnsemble(_ options: [String]) throws -> ExternalProgram.Outcome {
        try run(
            ["register", "--name", "chest", "--ensemble"]
                + trials.flatMap { ["--trial", "\(study.path)/trials/\($0)"] } + options)
    }

    /// An ensemble with its decisions is the same model after it was registered.
    @Test func anEnsembleIsRegistered() throws {
        #expect(try register(trials[0]).text.contains("models:/chest/1\n"))
        let both = trials.flatMap { ["--trial", "\(study.path)/trials/\($0)"] } + ["--ensemble"]
        let outcome = try registerEnsemble(Self.decisions)
        #expect(outcome.text.contains("models:/chest/2\n"), "\(outcome.text)")
        #expect(try registerEnsemble([]).text.contains("models:/chest/3\n"))
        func rows(_ options: [String]) throws -> [Substring] {
            let outcome = try run(["predict", "\(folder)/phantom/test"] + options)
            #expect(outcome.status == 0, "\(outcome.text)")
            return outcome.text.split(separator: "\n").filter {
                $0.contains(".png") || $0.contains(".jp")
            }
        }
        let decided = try rows(both + Self.decisions)
        let plain = try rows(both)
        #expect(decided.count == 40 && plain.count == 40 && decided != plain)
        let results = ResultsFolder(study.path)
        let expected = try trials.map {
            try #require(try results.trial($0).readPredictions(.test))
        }
        let mean = try #require(PredictionTable.mean(of: expected))
        try FileManager.default.moveItem(atPath: study.path, toPath: "\(study.path)-moved")
        defer {
            try? FileManager.default.moveItem(atPath: "\(study.path)-moved", toPath: study.path)
        }
        #expect(try rows(["--model", "models:/chest/2"]) == decided)
        #expect(try rows(["--model", "models:/chest/3"]) == plain)

        let list = try versions()
        #expect(list[1]["trial"]?.text == trials.joined(separator: ", "))
        let files = list[1]["files"]?.members?.map(\.key) ?? []
        for file in ["model.json", "members/0/trial.json", "members/1/best.safetensors", "MLmodel"]
        {
            #expect(files.contains(file), "\(files)")
        }
        // The metrics are those of the mean probabilities; predictions with test-time augmentation
        // are not stored.
        #expect(list[1]["metrics"]?["test_accuracy"] == nil)
        let correct = mean.files.indices.count { image in
            let row = Array(mean.predictions.probabilities(of: image))
            return row.firstIndex(of: row.max() ?? 0) == mean.predictions.labels[image]
        }
        let accuracy = try #require(list[2]["metrics"]?["test_accuracy"]?.double)
        #expect(abs(accuracy - Double(correct) / 40) < 1e-12)

        // A registered model has its own decisions.
        for option in [["--threshold", "0.4"], ["--tta", "rotate90"], ["--calibrate", "auto"]] {
            let refused = try run(
                ["predict", "\(folder)/phantom/test", "--model", "models:/chest/2"] + option)
            #expect(refused.status != 0)
            #expect(refused.text.contains("has its own decisions"), "\(refused.text)")
        }
    }

    @Test func aTrialIsRegisteredWithDecisions() throws {
        let trial = "\(study.path)/trials/\(trials[0])"
        #expect(try register(trials[0]).text.contains("models:/chest/1\n"))
        let outcome = try run(
            ["register", "--name", "chest", "--trial", trial] + Self.decisions)
        #expect(outcome.text.contains("models:/chest/2\n"), "\(outcome.text)")
        // The same trial with and without decisions are two models.
        let plain = try answers("--trial", trial)
        let decided = try run(
            ["predict", "\(folder)/phantom/test", "--trial", trial] + Self.decisions)
        #expect(try answers("--model", "models:/chest/1") == plain)
        let registered = try answers("--model", "models:/chest/2")
        #expect(registered != plain)
        for row in registered { #expect(decided.text.contains(row)) }
    }

    @Test func aDamagedEnsembleIsNotUsed() throws {
        _ = try registerEnsemble(Self.decisions)
        let models = "\(folder)/data/study/registry/models"
        let stores = try FileManager.default.contentsOfDirectory(atPath: models)
        let store = "\(models)/\(try #require(stores.first { !$0.hasPrefix(".") }))"
        func refused(_ file: String) throws {
            let outcome = try run(["predict", folder, "--model", "models:/chest/1"])
            #expect(outcome.status != 0)
            #expect(outcome.text.contains("\(store)/\(file)"), "\(outcome.text)")
        }
        let member = "members/1/best.safetensors"
        try FileManager.default.removeItem(atPath: "\(store)/\(member)")
        try refused(member)
        // Registering again mends it.
        #expect(try registerEnsemble(Self.decisions).text.contains("models:/chest/2\n"))
        _ = try answers("--model", "models:/chest/1")
        for file in ["model.json", member] {
            let path = "\(store)/\(file)"
            let content = try Data(contentsOf: URL(fileURLWithPath: path))
            try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
            try refused(file)
            try content.write(to: URL(fileURLWithPath: path))
        }
        _ = try answers("--model", "models:/chest/1")
    }

    @Test func manyAtOnceGetNumbersOfTheirOwn() throws {
        let trial = "\(study.path)/trials/\(trials[0])"
        let copies = try (1...4).map { index in
            // Each with a results folder of its own, as one is locked while it is registered.
            let copy = "\(folder)/copy\(index)"
            try FileManager.default.copyItem(atPath: study.path, toPath: copy)
            return trial.replacing(study.path, with: copy)
        }
        let processes = try copies.map { copy in
            try ExternalProgram.start(
                TrackedStudy.program, ["register", "--trial", copy, "--name", "many"],
                environment: ["XDG_DATA_HOME": "\(folder)/data"])
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try versions().map { $0["version"]?.int } == [1, 2, 3, 4])
    }
}
