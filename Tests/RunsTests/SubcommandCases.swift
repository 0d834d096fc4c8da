import Foundation
import ProgramSupport
import Testing

/// A test case for each subcommand of `study`, with a small study, `s.json`, whose results are in
/// `out`.
enum SubcommandCases {
    static let trialFolder = "out/trials/cnn4-constant-s1"

    /// Runs a command that is expected to succeed.
    static func good(_ study: StudyProgram, _ words: String...) throws
        -> StudyProgram.Outcome
    {
        let outcome = try study.run(words)
        #expect(outcome.status == 0, "study \(words.joined(separator: " ")): \(outcome.errors)")
        return outcome
    }

    /// Runs a command that is expected to fail with a message that contains `reason`.
    static func bad(
        _ study: StudyProgram, _ status: Int32, _ reason: String, _ words: String...
    ) throws {
        let outcome = try study.run(words)
        #expect(outcome.status == status, "study \(words.joined(separator: " "))")
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    static func run(_ study: StudyProgram) throws {
        let again = try good(study, "run", "s.json", "--output", "out")
        #expect(again.errors.contains("skipping 2 trials that are done"))
        _ = try good(
            study, "run", "s.json", "--output", "new", "--set", "sweep.seed=[3]", "--quiet")
        #expect(study.has("new/trials/cnn4-constant-s3/trial.json"))
        #expect(study.has("new/report.md"))
        try bad(study, 2, "no such file", "run", "nothing.json")
    }

    static func initialize(_ study: StudyProgram) throws {
        let words = ["init", "phantom", "--epochs", "2", "--seeds", "1", "--output", "new.json"]
        let outcome = try study.run(words)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("32 images of 2 classes (NORMAL, PNEUMONIA)"))
        #expect(
            outcome.output.hasSuffix("written: new.json, 2 trials\nnext: study run new.json\n"))
        #expect(try good(study, "validate", "new.json").output.contains("trials: 2\n"))
        let again = try study.run(words)
        #expect(again.status == 1 && again.errors.contains("--force"))
        #expect(try study.run(words + ["--force"]).status == 0)
        try bad(study, 64, "missing: <folder>", "init")
        try bad(study, 1, "no such folder", "init", "nothing")
    }

    static func validate(_ study: StudyProgram) throws {
        let outcome = try good(study, "validate", "s.json")
        #expect(
            outcome.output == """
                trials: 2
                training images: 16 of 16 patients (NORMAL 7, PNEUMONIA 9)
                validation images: 8 of 8 patients (NORMAL 3, PNEUMONIA 5)
                test images: 8 of 8 patients (NORMAL 3, PNEUMONIA 5)
                image size: 32 x 32
                positive class: PNEUMONIA
                s.json: no errors found

                """)
        try bad(
            study, 2, "training.epochs: ", "validate", "s.json", "--set", "training.epochs=-1")
    }

    static func plan(_ study: StudyProgram) throws {
        let done = try good(study, "plan", "s.json", "--output", "out")
        #expect(done.output.contains("cnn4-constant-s1  2 steps"))
        #expect(done.output.contains("2 trials, 0 to train, 0 steps"))
        let new = try good(study, "plan", "s.json", "--output", "other", "--json").json
        let trials = new["trials"] as? [[String: Any]] ?? []
        #expect(trials.map { $0["id"] as? String } == ["cnn4-constant-s1", "cnn4-constant-s2"])
        #expect(trials.allSatisfy { $0["state"] as? String == "new" })
        let programs = try good(study, "plan", "s.json", "--output", "out", "--program").output
        #expect(programs.contains("features.0  convolution + relu  forward"))
        #expect(!study.has("other"))
    }

    static func status(_ study: StudyProgram) throws {
        let outcome = try good(study, "status", "out")
        #expect(outcome.output.hasPrefix("commands: 2 of 2 trials done\n"))
        try bad(study, 1, "study.lock.json", "status", "nothing")
    }

    static func plot(_ study: StudyProgram) throws {
        let charts = "\(study.folder)/out/charts"
        try FileManager.default.removeItem(atPath: charts)
        let outcome = try good(study, "plot", "out", "--format", "svg")
        #expect(outcome.output.hasPrefix("out/charts: test_accuracy_final, "))
        let names = try FileManager.default.contentsOfDirectory(atPath: charts)
        #expect(names.contains("val_loss.svg") && names.contains("val_loss.gp"))
        #expect(!names.contains { $0.hasSuffix(".png") })
    }

    static func report(_ study: StudyProgram) throws {
        try FileManager.default.removeItem(atPath: "\(study.folder)/out/report.md")
        let outcome = try good(study, "report", "out", "--html")
        #expect(outcome.output.contains("out/report.md"))
        #expect(study.has("out/report.md") && study.has("out/report.html"))
        try bad(study, 1, "study.lock.json", "report", "nothing")
        let lists = try good(study, "report", "out", "--checklist", "stard-ai,claim", "--html")
        #expect(
            lists.output == """
                out/report.md
                out/report.html
                out/checklist-claim.md
                out/checklist-claim.html
                out/checklist-stard-ai.md
                out/checklist-stard-ai.html

                """)
        for names in ["x", "claim,", "CLAIM"] {
            try bad(
                study, 64, "one of claim, tripod-ai, stard-ai", "report", "out", "--checklist",
                names)
        }
        let edited = "\(study.folder)/out/checklist-claim.md"
        try Data("My own text.\n".utf8).write(to: URL(fileURLWithPath: edited))
        try bad(study, 1, "rename it", "report", "out", "--checklist", "claim")
        try FileManager.default.removeItem(atPath: edited)
    }

    static func compare(_ study: StudyProgram) throws {
        _ = try good(
            study, "run", "s.json", "--output", "slow", "--set", "training.batchSize=4",
            "--quiet")
        let outcome = try good(study, "compare", "out", "slow", "--output", "both")
        #expect(outcome.output.hasSuffix("both/report.md\n"))
        let report = try String(
            contentsOfFile: "\(study.folder)/both/report.md", encoding: .utf8)
        #expect(report.contains("`training.batchSize`"))
    }

    static func bench(_ study: StudyProgram) throws {
        for pass in ["train", "infer"] {
            let json = try good(
                study, "bench", "--network", "cnn4", "--batch-size", "2", "--image-size", "32",
                "--pass", pass, "--steps", "2", "--threads", "1", "--json"
            ).json
            #expect((json["stepSeconds"] as? [Double])?.count == 2)
            #expect(json["pass"] as? String == pass)
            #expect(json["plannedBytes"] as? Int ?? 0 > 100_000)
        }
        let profile = try good(
            study, "bench", "--network", "cnn4", "--batch-size", "2", "--image-size", "32",
            "--steps", "1", "--threads", "1", "--profile"
        ).output
        #expect(profile.contains("by kind:") && profile.contains("slowest calls:"))
        try bad(study, 64, "did you mean 'cnn4'?", "bench", "--network", "cnn5")
    }

    static func networks(_ study: StudyProgram) throws {
        let table = try good(study, "networks").output
        #expect(table.contains("efficientnet_b0       5,288,548    0.77        32           77.7%"))
        let json = try good(study, "networks", "--json").output
        let list = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
        let network = list?.first { $0["name"] as? String == "resnet50" }
        #expect(network?["parameters"] as? Int == 25_557_032)
        #expect(network?["imageNetTop1"] as? Double == 0.7613)
        try bad(study, 64, "Unexpected argument 'cnn4'", "networks", "cnn4")
    }

    static func schema(_ study: StudyProgram) throws {
        let outcome = try good(study, "schema")
        #expect(outcome.json["$schema"] != nil)
        #expect((outcome.json["properties"] as? [String: Any])?["sweep"] != nil)
        let page = try good(study, "schema", "--format", "markdown").output
        #expect(page.hasPrefix("# Study file\n"))
        #expect(page.contains("\n### `training.epochs`\n"))
    }

    static func trial(_ study: StudyProgram) throws {
        try bad(study, 1, "standard input:1:1: the file is empty", "trial")
    }

    static func weightsInspect(_ study: StudyProgram) throws {
        let file = "\(trialFolder)/best.safetensors"
        let json = try good(study, "weights", "inspect", file, "--json").json
        #expect(json["format"] as? String == "safetensors")
        #expect((json["entries"] as? [Any])?.count == json["tensors"] as? Int)
        let text = try good(study, "weights", "inspect", file).output
        #expect(text.contains("features.0.weight  F32   "))
        try bad(
            study, 1, "expected a checkpoint of torch.save or a safetensors file; got JSON",
            "weights", "inspect", "s.json")
    }

    static func weightsConvert(_ study: StudyProgram) throws {
        let file = "\(trialFolder)/best.safetensors"
        _ = try good(study, "weights", "convert", file, "copy.safetensors")
        func tensors(_ path: String) throws -> Data {
            let json = try good(study, "weights", "inspect", path, "--json").json
            return try JSONSerialization.data(
                withJSONObject: json["entries"] ?? [], options: .sortedKeys)
        }
        #expect(try tensors("copy.safetensors") == tensors(file))
        try bad(study, 1, "--force", "weights", "convert", file, "copy.safetensors")
        _ = try good(study, "weights", "convert", file, "copy.safetensors", "--force")
    }

    static func weightsFetch(_ study: StudyProgram) throws {
        try bad(study, 64, "did you mean 'vgg11'?", "weights", "fetch", "vgg17")
        // No program listens on the port of `discard`.
        try bad(
            study, 1, "alexnet-owt-7be5be79.pth: cannot be fetched", "weights", "fetch",
            "alexnet", "--base-url", "http://127.0.0.1:9/none")
    }

    static func cancel(_ study: StudyProgram) throws {
        try bad(study, 64, "no jobs were submitted to a cluster for this folder", "cancel", "out")
    }

    static func cacheList(_ study: StudyProgram) throws {
        let json = try good(study, "cache", "list", "--json").json
        let entries = json["entries"] as? [[String: Any]] ?? []
        #expect(entries.count == 3)
        let bytes = entries.compactMap { $0["bytes"] as? Int }.reduce(0, +)
        #expect(bytes > 0 && bytes == json["bytes"] as? Int)
        let text = try good(study, "cache", "list").output
        #expect(text.contains("16 images, 32 px") && text.contains("3 files"))
    }

    static func cacheVerify(_ study: StudyProgram) throws {
        #expect(try good(study, "cache", "verify").output == "3 files checked, 0 damaged\n")
        let entries = try good(study, "cache", "list", "--json").json["entries"]
        let file = try #require((entries as? [[String: Any]])?.first?["file"] as? String)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try handle.truncate(atOffset: 1000)
        try handle.close()
        let outcome = try study.run(["cache", "verify"])
        #expect(outcome.status == 1)
        #expect(outcome.output == "3 files checked, 1 damaged\n")
        #expect(try good(study, "cache", "verify").output == "2 files checked, 0 damaged\n")
    }

    static func cacheClear(_ study: StudyProgram) throws {
        let none = try good(study, "cache", "clear", "--features")
        #expect(none.output.hasPrefix("removed 0 files"))
        let recent = try good(study, "cache", "clear", "--older-than", "1")
        #expect(recent.output.hasPrefix("removed 0 files"))
        #expect(try good(study, "cache", "clear").output.hasPrefix("removed 3 files"))
        let left = try good(study, "cache", "list", "--json").json["entries"] as? [Any]
        #expect(left?.isEmpty == true)
    }

    static func batchPrepare(_ study: StudyProgram) throws {
        try bad(study, 1, "out/batch/1/batch.json", "batch", "prepare", "out", "1")
    }

    static func batchTrain(_ study: StudyProgram) throws {
        try bad(study, 1, "out/batch/1/batch.json", "batch", "train", "out", "1", "1", "0", "0")
    }

    static func batchCollect(_ study: StudyProgram) throws {
        try bad(study, 1, "out/batch/1/batch.json", "batch", "collect", "out", "1")
    }

    static func lrFind(_ study: StudyProgram) throws {
        let json = try good(
            study, "lr-find", "s.json", "--output", "lr", "--steps", "20", "--from", "1e-4",
            "--to", "1", "--quiet", "--json"
        ).json
        let test = try #require((json["tests"] as? [[String: Any]])?.first)
        #expect(test["network"] as? String == "cnn4")
        #expect(test["steps"] as? Int == 20)
        let data = try #require(test["data"] as? String)
        #expect(study.has(data))
        try bad(study, 64, "--steps", "lr-find", "s.json", "--steps", "1")
    }

    static func share(_ study: StudyProgram) throws {
        let outcome = try good(study, "share", "out", "--output", "shared")
        #expect(outcome.output.contains(".zip") && outcome.errors.contains("left out:"))
        let shared = "\(study.folder)/shared"
        let names = try FileManager.default.contentsOfDirectory(atPath: shared).sorted()
        #expect(names.count == 2 && names[0].hasSuffix(".html") && names[1].hasSuffix(".zip"))
        try bad(study, 64, "exists", "share", "out", "--output", "shared")
        let more = try good(
            study, "share", "out", "--output", "shared", "--force", "--with-weights")
        #expect(!more.errors.contains("best.safetensors"))
        try bad(study, 1, "study.lock.json", "share", "nothing")
    }

    static func verify(_ study: StudyProgram) throws {
        let whole = try good(study, "verify", "out", "--quiet")
        #expect(whole.output.contains("15 files checked, all identical to the lock"))
        let again = try good(
            study, "verify", "out", "--trial", "cnn4-constant-s1", "--quiet", "--json"
        ).json
        let trials = again["trials"] as? [[String: Any]] ?? []
        #expect(trials.count == 1 && trials.first?["same"] as? Bool == true)
        try Data("1\n".utf8).write(
            to: URL(fileURLWithPath: "\(study.folder)/\(trialFolder)/steps.csv"))
        let damaged = try study.run(["verify", "out", "--quiet"])
        #expect(damaged.status == 1 && damaged.output.contains("steps.csv"))
    }

    static func lock(_ study: StudyProgram) throws {
        let same = try good(study, "lock", "--diff", "out", "out/study.lock.json")
        #expect(same.output == "no differences\n")
        _ = try good(
            study, "run", "s.json", "--output", "slow", "--set", "training.batchSize=4",
            "--quiet")
        let other = try study.run(["lock", "--diff", "out", "slow", "--json"])
        #expect(other.status == 1)
        let paths = (other.json["settings"] as? [[String: Any]])?.map { $0["path"] as? String }
        #expect(paths == ["training.batchSize"])
        try bad(study, 64, "--diff", "lock", "out", "slow")
    }

    static func clean(_ study: StudyProgram) throws {
        let nothing = try good(study, "clean", "out")
        #expect((nothing.output + nothing.errors).contains("nothing to remove"))
        _ = try good(
            study, "run", "s.json", "--output", "out", "--set", "training.batchSize=4",
            "--quiet")
        #expect(study.has("out/replaced"))
        let outcome = try study.run(["clean", "out"])
        #expect((outcome.output + outcome.errors).contains("out/replaced"))
    }
}
