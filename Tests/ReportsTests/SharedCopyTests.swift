import Files
import Foundation
import Reports
import Results
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

/// Copies of results for other people.
@Suite struct SharedCopyTests {
    private static let secret = "/home/carol/private data/chest_xray"

    /// A results folder with a report, weights, logs, and a sheet of images.
    private func results(in folder: String) throws -> ResultsFolder {
        let results = ResultsFolder("\(folder)/carol/lr-sweep")
        try Synthetic(schedules: ["step", "cosine"], seeds: 2, steps: 10).write(to: results)
        var lock = try results.readLock()
        lock.dataset.path = Self.secret
        for index in lock.trials.indices {
            let trial = results.trial(lock.trials[index].id)
            var record = try trial.readRecord()
            record.files = [:]
            for name in try trial.names() where name != "trial.json" {
                record.files[name] = try trial.digest(name)
            }
            try trial.write(record)
            try lock.trials[index].complete(trial)
            try Data([1, 2, 3]).write(to: URL(fileURLWithPath: trial.lastPath))
            try AtomicFile.write("process 1 on node17\n", to: trial.logPath)
        }
        try results.write(lock)
        _ = try ReportWriter.make(results, replicates: 20, searchPath: "")
        for name in ["explanations/\(lock.trials[0].id).png", "lr-find/a.csv"] {
            let url = URL(fileURLWithPath: "\(results.path)/\(name)")
            try FileManager.makeFolder(url.deletingLastPathComponent().path)
            try Data([1]).write(to: url)
        }
        return results
    }

    private func text(_ copy: SharedCopy, _ name: String) throws -> String {
        let file = try #require(copy.files.first { $0.name == name })
        return String(decoding: try copy.content(file), as: UTF8.self)
    }

    private func unpacked(_ copy: SharedCopy, in folder: String) throws -> ResultsFolder {
        let unpacked = ResultsFolder("\(folder)/unpacked")
        for file in copy.files {
            let url = URL(fileURLWithPath: "\(unpacked.path)/\(file.name)")
            try FileManager.makeFolder(url.deletingLastPathComponent().path)
            try copy.content(file).write(to: url)
        }
        return unpacked
    }

    @Test func theCopyHasNeitherWeightsNorImagesNorNames() throws {
        try withTemporaryFolder { folder in
            let results = try results(in: folder)
            let before = try BytesInFolders.files(in: results.path)
            let copy = try SharedCopy(results)
            #expect(!copy.files.contains { $0.name.hasSuffix(".safetensors") })
            #expect(!copy.files.contains { $0.name.hasPrefix("explanations") })
            #expect(copy.leftOut[.weights]?.count == 4 && copy.leftOut[.logs]?.count == 4)
            #expect(copy.leftOut[.images]?.count == 1)
            #expect(copy.leftOut[.others]?.contains("lr-find/a.csv") == true)
            for file in copy.files {
                let text = String(decoding: try copy.content(file), as: UTF8.self)
                for word in ["carol", "private data", folder, "node17"] {
                    #expect(!text.contains(word), "\(file.name): \(word)")
                }
            }
            #expect(try text(copy, "study.lock.json").contains("…/chest_xray"))
            #expect(copy.replacements.contains { $0.file == "study.lock.json" })
            #expect(try BytesInFolders.files(in: results.path) == before)
        }
    }

    /// The digests in the copy are those of its files.
    @Test func theCopyVerifies() throws {
        try withTemporaryFolder { folder in
            let results = try results(in: folder)
            let names = PrivateNames(users: ["alice"], hosts: [], folders: [])
            let trial = results.trial("vgg16-cosine-s1")
            var record = try trial.readRecord()
            let predictions = try String(
                contentsOfFile: trial.predictionsPath(.test), encoding: .utf8)
            try predictions.replacing("test/", with: "/home/alice/test/").write(
                toFile: trial.predictionsPath(.test), atomically: true, encoding: .utf8)
            record.files["predictions-test.csv"] = try trial.digest("predictions-test.csv")
            try trial.write(record)
            var lock = try results.readLock()
            for index in lock.trials.indices {
                try lock.trials[index].complete(results.trial(lock.trials[index].id))
            }
            try results.write(lock)
            let copy = try SharedCopy(results, names: names)
            let unpacked = try unpacked(copy, in: folder)
            let check = try FolderCheck(unpacked, unpacked.readLock(), wantsWeights: false)
            #expect(check.mismatches.isEmpty, "\(check.mismatches)")
            #expect(check.checked > 8)
            #expect(copy.replacements.contains { $0.file.hasSuffix("predictions-test.csv") })
        }
    }

    /// A user can have the name of a key, a column or a value of the records.
    @Test(arguments: ["train", "files", "state", "epoch", "seed"])
    func wordsOfTheFormatStay(_ user: String) throws {
        try withTemporaryFolder { folder in
            let results = try results(in: folder)
            var lock = try results.readLock()
            lock.dataset.path = "/home/\(user)/sets/chest_xray"
            try results.write(lock)
            let copy = try SharedCopy(results)
            #expect(copy.names.kept.contains(user), "\(copy.names.kept)")
            let unpacked = try unpacked(copy, in: folder)
            let check = try FolderCheck(unpacked, unpacked.readLock(), wantsWeights: false)
            #expect(check.mismatches.isEmpty, "\(check.mismatches)")
            #expect(try unpacked.readLock().dataset.path == "…/chest_xray")
        }
    }

    @Test func linksOutOfTheFolderAreLeftOut() throws {
        try withTemporaryFolder { folder in
            let results = try results(in: folder)
            try AtomicFile.write("top secret", to: "\(folder)/secret")
            let link = "\(results.path)/tables/groups.csv"
            try FileManager.removeFile(link)
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: "\(folder)/secret")
            let copy = try SharedCopy(results)
            #expect(copy.leftOut[.links] == ["tables/groups.csv"])
            for file in copy.files {
                let text = String(decoding: try copy.content(file), as: UTF8.self)
                #expect(!text.contains("top secret"), "\(file.name)")
            }
        }
    }

    @Test func weightsAreIncludedOnRequest() throws {
        try withTemporaryFolder { folder in
            let results = try results(in: folder)
            let copy = try SharedCopy(results, withWeights: true)
            // Only files with a digest in the lock belong to the results.
            #expect(copy.leftOut[.weights]?.count == 4)
            var lock = try results.readLock()
            lock.trials[0].files["last.safetensors"] = String(repeating: "0", count: 64)
            try results.write(lock)
            let more = try SharedCopy(results, withWeights: true)
            #expect(more.files.count { $0.name.hasSuffix("last.safetensors") } == 1)
        }
    }

    @Test func thePageStandsAlone() throws {
        try withTemporaryFolder { folder in
            let page = try SharedCopy(results(in: folder)).page()
            #expect(page.contains("<!DOCTYPE html>") && page.contains("…/chest_xray"))
            for match in page.matches(of: #/(?:href|src)="([^"]*)"/#) {
                let target = match.1
                #expect(
                    ["#", "data:", "https:"].contains { target.hasPrefix($0) }, "\(target)")
            }
        }
    }

    @Test func aFolderWithoutReportIsRefused() throws {
        try withTemporaryFolder { folder in
            let results = try results(in: folder)
            try FileManager.default.removeItem(atPath: results.reportPath)
            let error = #expect(throws: SharingError.self) { try SharedCopy(results) }
            #expect("\(error!)".contains("study report"))
        }
    }
}
