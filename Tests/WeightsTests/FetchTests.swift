import Files
import Foundation
import TestSupport
import Testing
import Weights

/// Fetching from a server on this machine. The digests of the real files are in their names, so the
/// file served here has its own name.
@Suite("Fetching weights") struct FetchTests {
    private static let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    private static let digest = SHA256Digest.of(Data(body))

    private static func file(_ digest: String = digest) -> TorchvisionFile {
        TorchvisionFile("alexnet", "alexnet-\(digest.prefix(8))", 56.5)
    }

    /// Calls `body` with a server and a cache folder.
    private static func with(
        _ behaviour: FileServer.Behaviour = .init(), _ body: (FileServer, String) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            let server = try FileServer(Self.body, behaviour)
            defer { server.stop() }
            try body(server, folder)
        }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test func theWholeFile() throws {
        try Self.with { server, folder in
            var last = 0
            let path = try Self.file().fetch(from: server.address, cacheFolder: folder) {
                done, _ in last = done
            }
            #expect(path == "\(folder)/weights/alexnet-\(Self.digest.prefix(8)).pth")
            #expect(try Self.bytes(path) == Self.body)
            #expect(last <= Self.body.count)
            // The second time, the file exists.
            #expect(try Self.file().fetch(from: server.address, cacheFolder: folder) == path)
            #expect(server.ranges == [""])
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/weights")
            #expect(left.count == 1)
        }
    }

    @Test func anInterruptedTransferIsResumed() throws {
        try Self.with(.init(closesAfter: 100_000)) { server, folder in
            let error = #expect(throws: DownloadError.self) {
                try Self.file().fetch(from: server.address, cacheFolder: folder)
            }
            #expect("\(error, default: "")".contains("interrupted after 100000 of 300000 bytes"))
            #expect("\(error, default: "")".contains("run the command again to resume"))
            server.set(.init())
            let path = try Self.file().fetch(from: server.address, cacheFolder: folder)
            #expect(try Self.bytes(path) == Self.body)
            #expect(server.ranges == ["", "Range: bytes=100000-"])
        }
    }

    @Test func aServerWithoutRangesRestartsTheTransfer() throws {
        try Self.with(.init(closesAfter: 100_000, supportsRanges: false)) { server, folder in
            #expect(throws: DownloadError.self) {
                try Self.file().fetch(from: server.address, cacheFolder: folder)
            }
            server.set(.init(supportsRanges: false))
            let path = try Self.file().fetch(from: server.address, cacheFolder: folder)
            #expect(try Self.bytes(path) == Self.body)
        }
    }

    /// An earlier run ended between the last byte and the renaming, or the partial file belongs to
    /// another file.
    @Test(arguments: [true, false])
    func aPartThatIsComplete(_ isCorrect: Bool) throws {
        try Self.with { server, folder in
            let part = "\(Self.file().path(cacheFolder: folder)).part"
            try FileManager.default.createDirectory(
                atPath: "\(folder)/weights", withIntermediateDirectories: true)
            let bytes = isCorrect ? Self.body : [UInt8](repeating: 1, count: Self.body.count)
            try Data(bytes).write(to: URL(fileURLWithPath: part))
            let path = try Self.file().fetch(from: server.address, cacheFolder: folder)
            #expect(try Self.bytes(path) == Self.body)
            #expect(server.ranges.count == (isCorrect ? 1 : 2))
        }
    }

    @Test func anIncorrectDigestIsRemoved() throws {
        try Self.with { server, folder in
            let error = #expect(throws: DownloadError.self) {
                try Self.file("01234567").fetch(from: server.address, cacheFolder: folder)
            }
            let text = "\(error, default: "")"
            #expect(text.contains("should begin with 01234567; got \(Self.digest.prefix(16))"))
            #expect(text.contains("removed"))
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/weights")
            #expect(left.isEmpty)
        }
    }

    @Test func aDamagedFileThatIsThereIsNotUsed() throws {
        try Self.with { server, folder in
            let path = try Self.file().fetch(from: server.address, cacheFolder: folder)
            try Data(Self.body.dropLast()).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: DownloadError.self) {
                try Self.file().fetch(from: server.address, cacheFolder: folder)
            }
            #expect("\(error, default: "")".hasPrefix("\(path): damaged: its SHA-256"))
        }
    }

    @Test func aFileThatTheServerDoesNotHave() throws {
        try Self.with { server, folder in
            let error = #expect(throws: DownloadError.self) {
                try Self.file().fetch(from: "\(server.address)/missing", cacheFolder: folder)
            }
            #expect(
                "\(error, default: "")"
                    == "\(server.address)/missing/\(Self.file().name): the server has no such file (404)"
            )
        }
    }

    @Test func noServerResponds() throws {
        try withTemporaryFolder { folder in
            let address = "http://127.0.0.1:\(try FileServer.freePort())"
            let error = #expect(throws: DownloadError.self) {
                try Self.file().fetch(from: address, cacheFolder: folder)
            }
            let text = "\(error, default: "")"
            #expect(text.hasPrefix("\(address)/\(Self.file().name): cannot be fetched: "))
            #expect(text.hasSuffix("put it at \(Self.file().path(cacheFolder: folder))"))
        }
    }

    @Test func aFolderThatCannotBeWritten() throws {
        try Self.with { server, folder in
            try Data().write(to: URL(fileURLWithPath: "\(folder)/weights"))
            #expect(throws: FileError.self) {
                try Self.file().fetch(from: server.address, cacheFolder: folder)
            }
        }
    }

    @Test(arguments: ["ftp://example.org", "nowhere", "http://"])
    func addressesOfOtherKinds(_ address: String) {
        #expect(throws: DownloadError.self) { try Self.file().fetch(from: address) }
    }

    @Test func namesContainTheirDigest() {
        #expect(TorchvisionFile(kind: "vgg16")?.digestPrefix == "397923af")
        for file in TorchvisionFile.all {
            #expect(file.digestPrefix.wholeMatch(of: /[0-9a-f]{8,10}/) != nil, "\(file.name)")
        }
    }
}
