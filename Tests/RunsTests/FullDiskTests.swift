import Files
import Foundation
import ProgramSupport
import Results
import Tensors
import Testing
import TestSupport

/// Results folders that cannot be written.
///
/// SOAK_DISKS is 2 in `make test` and 20 in `make soak`: disks that are full at a random write.
@Suite(.serialized, .enabled(if: Mount.isPossible, "only root can mount a small disk"))
struct FullDiskTests {
    private static let disks = Int(Soak.setting("SOAK_DISKS") ?? 2)

    @Test(.timeLimit(.minutes(30))) func aFullDiskIsReportedAndDamagesNoFile() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try study.run("whole")
            let expected = try study.contents("whole")
            var random = RandomStream(
                seed: Soak.setting("SOAK_SEED") ?? 1, purpose: .test, name: "disks")
            let most = try Self.pages(study.path("whole"))
            for round in 1...Self.disks {
                let results = "full-\(round)"
                let pages = Int.random(in: 8..<most, using: &random)
                let disk = try Mount(study.path(results), pages: pages)
                defer { disk.unmount() }
                let (status, text) = try study.end(results, round % 2 == 0 ? ["--jobs", "2"] : [])
                #expect(status == 1, "\(pages) of \(most) pages: \(text)")
                #expect(text.contains("No space left on device"), "\(pages) pages: \(text)")
                try Self.expectCompleteFiles(study, results)
                let complete = study.records(results)
                try disk.remount("size=64m")
                try study.run(results)
                try study.expect(results, expected)
                for (id, record) in complete {
                    #expect(study.records(results)[id] == record, "\(id) was trained twice")
                }
            }
        }
    }

    /// The number of 4 KiB pages of the files in a folder; folders need none on such a disk.
    private static func pages(_ path: String) throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: path).reduce(0) { sum, name in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return sum }
            return sum + ((attributes[.size] as? Int ?? 0) + 4095) / 4096
        }
    }

    /// Expects that all files are complete: those of complete trials by their digests, charts by
    /// their last bytes.
    private static func expectCompleteFiles(_ study: CommandLineStudy, _ results: String) throws {
        let folder = ResultsFolder(study.path(results))
        for id in study.records(results).keys {
            let trial = folder.trial(id)
            #expect(try trial.digests() == trial.readRecord().files)
        }
        if FileManager.default.fileExists(atPath: folder.lockPath) { _ = try folder.readLock() }
        let charts = (try? FileManager.default.contentsOfDirectory(atPath: folder.chartsPath)) ?? []
        for name in charts where name.hasSuffix(".png") && !name.hasPrefix(".") {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.chartsPath)/\(name)"))
            #expect(data.suffix(8).starts(with: Data("IEND".utf8)), "\(name) is torn")
        }
    }

    @Test func aReadOnlyFolderIsReported() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            let disk = try Mount(study.path("results"), pages: 64)
            defer { disk.unmount() }
            try disk.remount("ro")
            let (status, text) = try study.end("results")
            #expect(status == 1)
            #expect(
                text
                    == "Error: \(study.path("results"))/.lock: cannot open: Read-only file system\n"
            )
        }
    }
}

/// A small disk in memory.
private struct Mount {
    let path: String

    init(_ path: String, pages: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        try #require(Self.run("mount", "-t", "tmpfs", "-o", "size=\(pages * 4)k", "tmpfs", path))
    }

    func remount(_ option: String) throws {
        try #require(Self.run("mount", "-o", "remount,\(option)", path))
    }

    func unmount() { _ = Self.run("umount", path) }

    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        guard run("mount", "-t", "tmpfs", "tmpfs", folder.path) else { return false }
        return run("umount", folder.path)
    }()

    private static func run(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
