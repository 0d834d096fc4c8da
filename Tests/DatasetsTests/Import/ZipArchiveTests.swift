import Datasets
import Foundation
import Import
import Testing
import TestSupport

/// Zip archives that are written.
@Suite struct ZipArchiveTests {
    private static let files: [(String, Data)] = [
        ("a/text.csv", Data(String(repeating: "1,2,3\n", count: 10_000).utf8)),
        ("a/empty", Data()), ("a/…é – x.txt", Data("ü".utf8)),
        ("a/large.bin", Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761) })),
    ]

    private func write(_ path: String) throws {
        try ZipArchive.write(to: path) { zip in
            for (name, content) in Self.files { try zip.add(name, content) }
        }
    }

    /// Python's reader finds the names, the contents and compressed sizes.
    @Test(.enabled(if: ExternalProgram.isInstalled("python3"), "python3 is not installed"))
    func otherProgramsReadIt() throws {
        try withTemporaryFolder { folder in
            try write("\(folder)/x.zip")
            let program = """
                import zipfile
                archive = zipfile.ZipFile("x.zip")
                assert archive.testzip() is None
                for each in archive.infolist():
                    print(each.filename, each.file_size, each.date_time[0], each.external_attr >> 16)
                assert archive.getinfo("a/text.csv").compress_size < 1000
                archive.extractall("out")
                """
            let outcome = try ExternalProgram.run(
                "/usr/bin/env", ["python3", "-c", program], in: folder)
            #expect(outcome.status == 0, "\(outcome.text)")
            for (name, content) in Self.files {
                #expect(
                    outcome.text.contains("\(name) \(content.count) 1980 33188"), "\(outcome.text)")
                let path = "\(folder)/out/\(name)"
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content, "\(name)")
            }
        }
    }

    @Test func equalContentsAreIdenticalArchives() throws {
        try withTemporaryFolder { folder in
            try write("\(folder)/a.zip")
            try write("\(folder)/b.zip")
            let archives = try ["a", "b"].map {
                try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0).zip"))
            }
            #expect(archives[0] == archives[1])
        }
    }

    /// A failure leaves neither a part of an archive nor a temporary file.
    @Test func nothingIsLeftAfterAFailure() throws {
        struct Failure: Error {}
        try withTemporaryFolder { (folder) throws in
            #expect(throws: Failure.self) {
                try ZipArchive.write(to: "\(folder)/a.zip") { zip in
                    try zip.add("x", Data([1]))
                    throw Failure()
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            #expect(throws: (any Error).self) {
                try ZipArchive.write(to: "\(folder)/none/a.zip") { _ in }
            }
        }
    }
}
