import Files
import Foundation
import Testing

struct SmallFileTests {
    @Test func readsWholeSmallFilesAlone() throws {
        let folder = NSTemporaryDirectory() + "small-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/a"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
        #expect(try SmallFile.bytes(of: path, atMost: 3) == [1, 2, 3])
        #expect(try SmallFile.bytes(of: path, atMost: 2) == nil)
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(try SmallFile.bytes(of: path, atMost: 3) == [])
        #expect(
            throws: FileError(operation: "read", path: folder, reason: "it is a folder, not a file")
        ) {
            try SmallFile.bytes(of: folder, atMost: 3)
        }
        #expect(
            throws: FileError(operation: "open", path: "\(folder)/b", code: ENOENT)
        ) { try SmallFile.bytes(of: "\(folder)/b", atMost: 3) }
    }
}
