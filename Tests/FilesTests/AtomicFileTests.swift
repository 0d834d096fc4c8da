import Foundation
import Testing

import Files

private func temporaryFolder() throws -> String {
    let path = NSTemporaryDirectory() + "files-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

private func entries(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

struct AtomicFileTests {
    let folder: String

    init() throws { folder = try temporaryFolder() }

    @Test func replacesTheWholeFile() throws {
        try AtomicFile.write("a long first text", to: folder + "/a")
        try AtomicFile.write(Data("short".utf8), to: folder + "/a")
        #expect(try String(contentsOfFile: folder + "/a", encoding: .utf8) == "short")
        #expect(try entries(folder) == ["a"])
    }

    @Test func takesTheLongestNames() throws {
        for name in [String(repeating: "x", count: 255), String(repeating: "\u{80F8}", count: 85)] {
            try AtomicFile.write("text", to: "\(folder)/\(name)")
            #expect(try entries(folder).contains(name))
        }
    }

    @Test func streamsMoreThanItsBuffer() throws {
        let part = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0) })
        let large = Data(repeating: 7, count: 400_000)
        let count = try AtomicFile.write(to: folder + "/a") { writer in
            for _ in 0..<5 { try writer.write(part) }
            try writer.write(large)
            try writer.write("end")
            try writer.overwriteStart(Data("begin".utf8))
            return writer.count
        }
        var expected = part + part + part + part + part + large + Data("end".utf8)
        expected.replaceSubrange(0..<5, with: Data("begin".utf8))
        #expect(count == expected.count)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/a")) == expected)
    }

    @Test func aFailureLeavesTheOldFileAndNoOther() throws {
        struct Failure: Error {}
        try AtomicFile.write("old", to: folder + "/a")
        #expect(throws: Failure.self) {
            try AtomicFile.write(to: folder + "/a") { writer in
                try writer.write("new")
                throw Failure()
            }
        }
        #expect(try String(contentsOfFile: folder + "/a", encoding: .utf8) == "old")
        #expect(try entries(folder) == ["a"])
    }

    @Test func whatACrashLeftIsTakenAway() throws {
        for name in [".a.2o0x6gstjxzli.tmp", ".hidden", "a.tmp"] {
            _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
        }
        AtomicFile.removeLeftovers(in: folder)
        AtomicFile.removeLeftovers(in: folder + "/none")
        #expect(try entries(folder) == [".hidden", "a.tmp"])
    }

    @Test func errorsSayWhereAndWhy() throws {
        let path = folder + "/none/a"
        let error = #expect(throws: FileError.self) { try AtomicFile.write("x", to: path) }
        #expect(error?.description == "\(path): cannot create: No such file or directory")
        try FileManager.default.createDirectory(
            atPath: folder + "/taken", withIntermediateDirectories: true)
        #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder + "/taken") }
        #expect(try entries(folder) == ["taken"])
    }
}

struct MappedFileTests {
    @Test func mapsContentsAndEmptyFiles() throws {
        let folder = try temporaryFolder()
        try AtomicFile.write("hello", to: folder + "/a")
        try AtomicFile.write("", to: folder + "/empty")
        let text = try MappedFile(locking: folder + "/a").withBytes {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text == "hello")
        #expect(try MappedFile(locking: folder + "/empty").bytes.isEmpty)
    }

    @Test func refusesWhatIsNoFile() throws {
        let folder = try temporaryFolder()
        #expect(
            throws: FileError(operation: "read", path: folder, reason: "Not a regular file")
        ) {
            try MappedFile(locking: folder)
        }
        let error = #expect(throws: FileError.self) { try MappedFile(locking: folder + "/none") }
        #expect(error?.reason == "No such file or directory")
    }
}
