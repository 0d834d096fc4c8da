import Foundation
import ProgramSupport
import Testing

/// The cases of the commands of `study data`.
extension SubcommandCases {
    static func dataImport(_ study: StudyProgram) throws {
        let outcome = try good(study, "data", "import", "phantom", "--output", "imported")
        #expect(outcome.output.hasSuffix("imported\n"))
        #expect(study.has("imported/train/NORMAL"))
        try bad(study, 1, "nothing", "data", "import", "nothing", "--output", "x")
    }

    static func dataInspect(_ study: StudyProgram) throws {
        let json = try good(study, "data", "inspect", "phantom", "--json").json
        #expect(json["images"] as? Int == 32)
        let text = try good(study, "data", "inspect", "phantom").output
        #expect(text.contains("no group is in two splits"))
    }

    static func dataSplit(_ study: StudyProgram) throws {
        let outcome = try good(
            study, "data", "split", "phantom", "--output", "split.csv", "--validation", "0.25")
        #expect(outcome.output.hasSuffix("written: split.csv\n"))
        let lines = try String(contentsOfFile: "\(study.folder)/split.csv", encoding: .utf8)
            .split(separator: "\n")
        #expect(lines.count >= 32)
        try bad(
            study, 1, "--force", "data", "split", "phantom", "--output", "split.csv",
            "--validation", "0.5")
        let kept = try String(contentsOfFile: "\(study.folder)/split.csv", encoding: .utf8)
        #expect(kept.split(separator: "\n") == lines)
        _ = try good(
            study, "data", "split", "phantom", "--output", "split.csv", "--validation", "0.5",
            "--force")
        try bad(
            study, 64, "--folds and --fold must be given together", "data", "split", "phantom",
            "--output",
            "x.csv", "--folds", "4")
    }

    static func dataPreview(_ study: StudyProgram) throws {
        _ = try good(
            study, "data", "preview", "s.json", "--output", "p.png", "--count", "2",
            "--epochs", "2")
        let image = FileManager.default.contents(atPath: "\(study.folder)/p.png") ?? Data()
        #expect(image.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        try bad(study, 64, "--count", "data", "preview", "s.json", "--count", "0")
    }

    static func dataPhantom(_ study: StudyProgram) throws {
        _ = try good(
            study, "data", "phantom", "--output", "drawn", "--size", "32", "--train", "10",
            "--val", "10", "--test", "10")
        #expect(study.has("drawn/train/PNEUMONIA"))
        try bad(
            study, 64, "--train: must be in [10, ", "data", "phantom", "--output", "few",
            "--train", "4")
    }

    static func dataBench(_ study: StudyProgram) throws {
        let words = ["data", "bench", "phantom/train", "--resize", "36", "--crop", "32"]
        for options in [[], ["--cached"]] {
            let outcome = try study.run(
                words + ["--rounds", "2", "--threads", "1", "--json"] + options)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.json["images"] as? Int == 16)
            #expect((outcome.json["roundSeconds"] as? [Double])?.count == 2)
            #expect(outcome.json["imagesPerSecond"] as? Double ?? 0 > 0)
        }
    }
}
