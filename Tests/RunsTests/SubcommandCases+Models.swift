import Foundation
import ProgramSupport
import Testing

/// The subcommands that use or hand on trained networks.
extension SubcommandCases {
    static func predict(_ study: StudyProgram) throws {
        let json = try good(study, "predict", "--trial", trialFolder, "phantom/test", "--json").json
        let predictions = json["predictions"] as? [[String: Any]] ?? []
        #expect(predictions.count == 8)
        #expect(json["classes"] as? [String] == ["NORMAL", "PNEUMONIA"])
    }

    static func evaluate(_ study: StudyProgram) throws {
        _ = try good(
            study, "data", "phantom", "--output", "other", "--size", "40", "--train", "10",
            "--val", "2", "--test", "12", "--seed", "5")
        let json = try good(
            study, "evaluate", trialFolder, "--dataset", "other", "--name", "b", "--json"
        ).json
        let metrics = json["metrics"] as? [String: [String: Any]] ?? [:]
        let accuracy = metrics["accuracy"]?["value"] as? Double ?? -1
        #expect((0...1).contains(accuracy))
        #expect(metrics["auroc"]?["low"] != nil && metrics["auroc"]?["high"] != nil)
        #expect((json["overlaps"] as? [Any])?.isEmpty == true)
        for file in ["evaluation.json", "predictions.csv", "charts/roc.png"] {
            #expect(study.has("out/evaluations/b/\(file)"), "\(file)")
        }
        let report = try String(contentsOfFile: "\(study.folder)/out/report.md", encoding: .utf8)
        #expect(report.contains("## Evaluations on other data"))
        #expect(try good(study, "verify", "out").output.contains("identical"))
        let text = try good(study, "evaluate", "out", "--ensemble", "--dataset", "other").output
        #expect(text.hasPrefix("the ensemble of cnn4-constant-s1, cnn4-constant-s2 on 12 images"))
        try bad(
            study, 1, "are also training images of the model", "evaluate", trialFolder,
            "--dataset", "phantom", "--split", "train")
        try bad(
            study, 1, "choose another --name, or set --replace", "evaluate", trialFolder,
            "--dataset", "phantom", "--name", "b")
        let compared = try good(
            study, "evaluate", trialFolder, "--dataset", "other", "--name", "c", "--predictions",
            "own=out/evaluations/b/predictions.csv", "--json"
        ).json
        let comparison = (compared["comparisons"] as? [[String: Any]])?.first
        let decisions = comparison?["mostProbable"] as? [String: Any]
        let differences = decisions?["differences"] as? [String: [String: Any]]
        #expect(differences?["accuracy"]?["value"] as? Double == 0)
        #expect(decisions?["equal"] as? Int == 12)
        #expect(study.has("out/evaluations/c/predictions-own.csv"))
        try bad(
            study, 1, "compared with other predictions", "evaluate", trialFolder, "--dataset",
            "other", "--name", "c")
        try bad(
            study, 64, "--common-images requires --predictions", "evaluate", trialFolder,
            "--dataset", "other", "--common-images")
        try bad(
            study, 64, "expected youden, sensitivity:0.95", "evaluate", trialFolder,
            "--dataset", "other", "--threshold", "1.5")
        for output in ["out", "out/evaluations", "out/new/folder", "out/charts/.."] {
            try bad(
                study, 64, "is in the results folder", "evaluate", trialFolder, "--dataset",
                "other", "--output", output)
        }
        _ = try good(
            study, "evaluate", trialFolder, "--dataset", "other", "--name", "d", "--output", "away")
        #expect(study.has("away/d/evaluation.json") && !study.has("out/evaluations/d"))
        // A copy within the results folder is another trial to its study.
        try FileManager.default.copyItem(
            atPath: "\(study.folder)/\(trialFolder)", toPath: "\(study.folder)/out/trials/copy")
        try bad(
            study, 1, "contains the trial 'cnn4-constant-s1'", "evaluate", "out/trials/copy",
            "--dataset", "other")
    }

    static func explain(_ study: StudyProgram) throws {
        let outcome = try good(study, "explain", "--trial", trialFolder)
        #expect(outcome.output.contains("out/explanations/cnn4-constant-s1.png"))
        #expect(study.has("out/explanations/cnn4-constant-s1.png"))
    }

    static func serve(_ study: StudyProgram) throws {
        try bad(
            study, 64, "--port must be in [0, 65535]; got 70000", "serve", "--results", ".",
            "--port", "70000")
    }

    static func trackPush(_ study: StudyProgram) throws {
        try bad(study, 1, "--tracking-uri", "track", "push", "out")
    }

    static func trackPull(_ study: StudyProgram) throws {
        try bad(study, 64, "--mlruns", "track", "pull", "experiment")
    }

    static func register(_ study: StudyProgram) throws {
        let outcome = try good(
            study, "register", "--trial", trialFolder, "--name", "chest", "--alias", "best")
        #expect(outcome.output == "models:/chest/1\n")
        try bad(study, 64, "--name", "register", "--trial", trialFolder, "--name", "a/b")
    }

    static func modelsList(_ study: StudyProgram) throws {
        #expect(try good(study, "models", "list").errors.contains("no models"))
        _ = try good(study, "register", "--trial", trialFolder, "--name", "chest")
        let outcome = try good(study, "models", "list", "--json")
        let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let models = list as? [[String: Any]] ?? []
        #expect(models.map { $0["model"] as? String } == ["models:/chest/1"])
        #expect(models.first?["trial"] as? String == "cnn4-constant-s1")
    }

    static func modelsAlias(_ study: StudyProgram) throws {
        _ = try good(study, "register", "--trial", trialFolder, "--name", "chest")
        _ = try good(study, "models", "alias", "models:/chest/1", "champion")
        #expect(try good(study, "models", "list").output.contains("@champion"))
        let json = try good(
            study, "predict", "--model", "models:/chest@champion", "phantom/val", "--json"
        ).json
        #expect((json["predictions"] as? [Any])?.count == 8)
    }

    static func modelsRemove(_ study: StudyProgram) throws {
        _ = try good(study, "register", "--trial", trialFolder, "--name", "chest")
        _ = try good(study, "models", "remove", "models:/chest/1")
        #expect(try good(study, "models", "list").output.isEmpty)
        #expect(try study.run(["models", "remove", "models:/chest/1"]).status != 0)
    }

    static func export(_ study: StudyProgram) throws {
        _ = try good(
            study, "export", "--trial", trialFolder, "--format", "safetensors", "--output",
            "model.safetensors")
        let json = try good(study, "weights", "inspect", "model.safetensors", "--json").json
        #expect((json["metadata"] as? [String: Any])?["trial"] as? String == "cnn4-constant-s1")
    }
}
