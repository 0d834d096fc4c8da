import Engine
import Files
import Foundation
import Import
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Whole studies on archives: the training is that on the same files in a folder.
@Suite(.serialized) struct ArchiveStudyTests {
    /// Writes a set of drawn images as a folder, archives, and shards.
    private static func write(_ folder: String) throws {
        let set = DrawnSet(root: "\(folder)/set")
        for (split, count) in [("train", 12), ("val", 6), ("test", 6)] {
            try set.write(split, ["ill": count, "well": count])
        }
        try zip(folder, "set.zip")
        for split in ["train", "val", "test"] { try zip(folder, "parts/\(split).zip", split) }
        try run("/bin/tar", ["-cf", "\(folder)/set.tar", "-C", "\(folder)/set", "."])
        try FileManager.makeFolder("\(folder)/shards")
        for split in ["train", "val", "test"] {
            let samples = "\(folder)/samples/\(split)"
            try FileManager.makeFolder(samples)
            for name in try names("\(folder)/set/\(split)") {
                let key = name.replacing("/", with: "_").replacing(".jpeg", with: "")
                try FileManager.default.copyItem(
                    atPath: "\(folder)/set/\(split)/\(name)", toPath: "\(samples)/\(key).jpeg")
                let label = Data(name.prefix { $0 != "/" }.utf8)
                try label.write(to: URL(fileURLWithPath: "\(samples)/\(key).cls"))
            }
            let shard = "\(folder)/shards/\(split)-000000.tar"
            try run("/bin/tar", ["-cf", shard, "-C", samples, "."])
        }
    }

    /// The paths of the images in a folder.
    private static func names(_ folder: String) throws -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".jpeg") }.sorted()
    }

    private static func zip(_ folder: String, _ name: String, _ part: String? = nil) throws {
        let root = part.map { "\(folder)/set/\($0)" } ?? "\(folder)/set"
        try FileManager.makeFolder(FileManager.parentPath("\(folder)/\(name)"))
        try ZipArchive.write(to: "\(folder)/\(name)") { archive in
            for name in try names(root) {
                try archive.add(name, Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)")))
            }
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private static func plan(_ folder: String, _ path: String) throws -> StudyPlan {
        let text = """
            {
              "name": "archives",
              "dataset": { "path": "\(path)", "resize": 16, "crop": 16, "positiveClass": "ill" },
              "training": { "epochs": 2, "batchSize": 8, "threads": 1, "optimizer": "adam" },
              "network": { "kind": "cnn4", "channels": 8 }
            }
            """
        let study = try StudyFile.read(
            bytes: Array(text.utf8), file: "\(folder)/archives.json", folder: folder,
            catalog: .all, currentDirectory: folder)
        return try StudyPlan(study, folder: ResultsFolder("\(folder)/results/\(path)"))
    }

    private static func results(_ folder: String, _ path: String) throws -> StudyResults {
        let plan = try plan(folder, path)
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "\(folder)/archives.json"), executor: InProcess(),
            kernelCache: .ofTheseTests
        ) { _ in }
        #expect(try runner.run(on: OneDNNDevice()) == 0)
        return try StudyResults(plan.folder)
    }

    private static func files(_ results: StudyResults) throws -> [String: String] {
        let record = try #require(results.trials.first?.record)
        return record.files.filter { $0.key != "epochs.csv" }
    }

    @Test func trainingOnArchivesIsThatOnTheFolder() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let original = try Self.results(folder, "set")
            let digests = try Self.files(original)
            for path in ["set.zip", "set.tar"] {
                let results = try Self.results(folder, path)
                #expect(try Self.files(results) == digests, "\(path)")
                #expect(results.lock.dataset.fingerprint == original.lock.dataset.fingerprint)
            }
            for (path, first) in [
                ("parts", "test.zip/ill/20000.jpeg"),
                ("shards", "test-000000.tar/ill_20000.jpeg"),
            ] {
                let results = try Self.results(folder, path)
                #expect(
                    try Self.files(results)["best.safetensors"] == digests["best.safetensors"],
                    "\(path)")
                let test = try #require(results.trials[0].predictions[.test])
                #expect(test.files[0] == first)
            }
        }
    }

    @Test func archivesAreResumedAndVerified() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let results = try Self.results(folder, "set.zip")
            #expect(try Self.plan(folder, "set.zip").entries.map(\.state) == [.done])
            try withTemporaryFolder { scratch in
                let rerun = try Rerun(
                    ResultsFolder("\(folder)/results/set.zip"), results.lock, trials: [],
                    scratch: scratch)
                let comparisons = try rerun.run(
                    on: OneDNNDevice(), executor: InProcess(), kernelCache: .ofTheseTests)
                #expect(comparisons.allSatisfy { $0.differences.isEmpty })
                #expect(comparisons.count == 1)
            }
            // Another image in the archive is other data.
            try DrawnSet(root: "\(folder)/set").write("train/ill/0.jpeg", number: 4711)
            try Self.zip(folder, "set.zip")
            #expect(try Self.plan(folder, "set.zip").entries.map(\.state) != [.done])
        }
    }

    @Test func archivesThatAreNotReadAreErrorsOfTheStudy() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            try Self.run("/bin/sh", ["-c", "gzip -c '\(folder)/set.tar' > '\(folder)/set.tar.gz'"])
            let errors = #expect(throws: StudyErrors.self) {
                try Self.plan(folder, "set.tar.gz")
            }
            let diagnostic = try #require(errors?.diagnostics.first)
            #expect("\(diagnostic.path)" == "dataset.path")
            #expect(diagnostic.message.contains("gunzip set.tar.gz"), "\(diagnostic.message)")
        }
    }
}
