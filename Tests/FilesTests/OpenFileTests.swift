import Files
import Foundation
import TestSupport
import Testing

/// Files that other programs may change while they are read.
struct OpenFileTests {
    /// The content has three MiB and one byte, so that a file has several parts.
    private static let content = Data((0...3 << 20).map { UInt8(truncatingIfNeeded: $0 * 7) })

    private func withFile(_ body: (String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            try Self.content.write(to: URL(fileURLWithPath: "\(folder)/a"))
            try body("\(folder)/a")
        }
    }

    @Test func readsPartsAndTheWhole() throws {
        try withFile { path in
            let file = try OpenFile(path: path)
            #expect(file.path == path && file.count == Self.content.count)
            #expect(try Data(file.contents()) == Self.content)
            #expect(
                try Data(file.bytes(1_000_000..<2_000_003)) == Self.content[1_000_000..<2_000_003])
            #expect(try file.bytes(5..<5).isEmpty)
            #expect(try SHA256Digest.of(file) == SHA256Digest.of(Self.content))
            try Data().write(to: URL(fileURLWithPath: path))
            #expect(try OpenFile(path: path).contents().isEmpty)
            #expect(try SHA256Digest.of(file: path) == SHA256Digest.of(""))
        }
    }

    /// A mapped file would end the process here.
    @Test func aTruncatedFileIsAnError() throws {
        try withFile { path in
            let file = try OpenFile(path: path)
            let window = FileWindow(file)
            try #require(truncate(path, 1_500_000) == 0)
            #expect(try file.bytes(0..<100) == Array(Self.content[..<100]))
            let expected = FileError(
                operation: "read", path: path,
                reason: "it ends after 1500000 bytes; it was truncated while it was read")
            #expect(throws: expected) { try file.contents() }
            #expect(throws: expected) { try file.bytes(1_499_990..<1_500_010) }
            #expect(throws: expected) { try SHA256Digest.of(file) }
            #expect(window.count == Self.content.count)
            #expect(window.integer(UInt8.self, at: 2_000_000) == nil)
            #expect(window.integer(UInt8.self, at: 3) == 21)
        }
    }

    @Test func refusesWhatIsNoFile() throws {
        try withTemporaryFolder { folder in
            #expect(
                throws: FileError(
                    operation: "read", path: folder, reason: "it is a folder, not a file")
            ) { try OpenFile(path: folder) }
            #expect(throws: FileError(operation: "open", path: "\(folder)/none", code: ENOENT)) {
                try OpenFile(path: "\(folder)/none")
            }
        }
    }

    /// A sparse file larger than the memory of most machines does not allocate memory.
    @Test func aForgedSizeIsRefused() throws {
        try withFile { path in
            try #require(truncate(path, 1 << 40) == 0)
            let error = #expect(throws: FileError.self) { try OpenFile(path: path).contents() }
            #expect(
                error?.reason == "it has 1099511627776 bytes; expected at most 1073741824")
        }
    }

    /// Values at all offsets, forwards and backwards, within the part only.
    @Test func aWindowMovesBothWays() throws {
        try withFile { path in
            let file = try OpenFile(path: path)
            let part = 1000..<3_000_000
            let window = FileWindow(file, part)
            #expect(window.count == part.count)
            let offsets = stride(from: 0, to: part.count - 4, by: 9_973)
            for offset in Array(offsets) + offsets.reversed() {
                let expected = Self.content[1000 + offset..<1004 + offset].reversed()
                    .reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                #expect(window.integer(UInt32.self, at: offset) == expected)
            }
            let long = try #require(window.bytes(at: 100_000, length: 200_000))
            #expect(Data(long) == Self.content[101_000..<301_000])
            for offset in [-1, part.count - 3, part.count, Int.max] {
                #expect(window.integer(UInt32.self, at: offset) == nil)
            }
            #expect(window.range(at: 5, length: -1) == nil)
            #expect(window.range(at: 5, length: Int.max) == nil)
            let byte = Self.content[1000 + 700_000]
            let expected = try #require(Self.content[601_000...].firstIndex(of: byte)) - 1000
            #expect(window.index(of: byte, from: 600_000) == expected)
            #expect(window.index(of: byte, from: part.count) == nil)
        }
    }
}

/// The error number of the system in errors.
struct SystemCodeTests {
    @Test func aFullDiskIsKnownByItsNumberAlone() {
        for code in [ENOSPC, EDQUOT] {
            #expect(FileError(operation: "write", path: "a", code: code).isFullDisk)
        }
        #expect(!FileError(operation: "write", path: "a", code: EACCES).isFullDisk)
        let words = String(cString: strerror(ENOSPC))
        #expect(!FileError(operation: "write", path: "a", reason: words).isFullDisk)
    }

    /// `/dev/full` is a device that is always full.
    @Test func errorsOfFoundationKeepTheNumber() throws {
        let attempts: [() throws -> Void] = [
            { try Data([1]).write(to: URL(fileURLWithPath: "/dev/full")) },
            {
                let handle = try #require(FileHandle(forWritingAtPath: "/dev/full"))
                try handle.write(contentsOf: Data([1]))
            },
        ]
        for attempt in attempts {
            do {
                try attempt()
                Issue.record("expected an error")
            } catch {
                #expect(error.isFullDisk && error.systemCode == ENOSPC)
                let wrapped = FileError(operation: "write", path: "/dev/full", error: error)
                #expect(wrapped.isFullDisk && wrapped.code == ENOSPC)
            }
        }
        let error = #expect(throws: (any Error).self) {
            try FileManager.default.createDirectory(
                atPath: "/proc/none/here", withIntermediateDirectories: true)
        }
        #expect(error?.systemCode == ENOENT && error?.isFullDisk == false)
        #expect(CancellationError().systemCode == nil)
    }
}
