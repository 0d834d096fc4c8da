import Files
import Foundation
import Testing
import TestSupport

/// Folders that are replaced as a whole.
@Suite struct AtomicFolderTests {
    private struct Failure: Error {}

    private static func entries(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private static func write(
        _ names: [String], to path: String, replacing isReplaced: (String) -> Bool = { _ in true }
    ) throws {
        try AtomicFolder.write(to: path, replacing: isReplaced) { folder in
            for name in names { try AtomicFile.write("new \(name)", to: "\(folder)/\(name)") }
        }
    }

    @Test func replacesAllFiles() throws {
        try withTemporaryFolder { parent in
            let path = "\(parent)/deep/a"
            try Self.write(["x", "y"], to: path)
            #expect(try Self.entries(path) == ["x", "y"])
            try Self.write(["z"], to: path)
            #expect(try Self.entries(path) == ["z"])
            #expect(try Self.entries("\(parent)/deep") == ["a"])
        }
    }

    @Test func keepsOtherFiles() throws {
        try withTemporaryFolder { parent in
            let path = "\(parent)/a"
            try Self.write(["x", "y"], to: path)
            try FileManager.makeFolder("\(path)/notes")
            try AtomicFile.write("mine", to: "\(path)/notes/n")
            try AtomicFile.write("mine", to: "\(path)/w")
            // A file that the new version has is not replaced by an old one.
            try Self.write(["x", "w"], to: path) { ["x", "y"].contains($0) }
            #expect(try Self.entries(path) == ["notes", "w", "x"])
            #expect(try String(contentsOfFile: "\(path)/w", encoding: .utf8) == "new w")
            #expect(try String(contentsOfFile: "\(path)/notes/n", encoding: .utf8) == "mine")
        }
    }

    @Test func aFailureChangesNothing() throws {
        try withTemporaryFolder { parent in
            let path = "\(parent)/a"
            for before in [[], ["a"]] {
                if !before.isEmpty { try Self.write(["x"], to: path) }
                #expect(throws: Failure.self) {
                    try AtomicFolder.write(to: path, replacing: { _ in true }) { folder in
                        try AtomicFile.write("new", to: "\(folder)/x")
                        throw Failure()
                    }
                }
                #expect(try Self.entries(parent) == before)
            }
            #expect(try String(contentsOfFile: "\(path)/x", encoding: .utf8) == "new x")
        }
    }

    /// The states that a crash can leave behind.
    @Test func aCrashIsRepaired() throws {
        try withTemporaryFolder { parent in
            let path = "\(parent)/a"
            // While the new version is written.
            try Self.write(["x", "note"], to: path)
            try FileManager.makeFolder("\(parent)/.a.new")
            try AtomicFile.write("half", to: "\(parent)/.a.new/y")
            try Self.write(["z"], to: path) { $0 != "note" }
            #expect(try Self.entries(path) == ["note", "z"])
            // Between the renames.
            #expect(rename(path, "\(parent)/.a.old") == 0)
            AtomicFolder.recover(in: parent)
            #expect(try Self.entries(parent) == ["a"])
            #expect(try Self.entries(path) == ["note", "z"])
            #expect(rename(path, "\(parent)/.a.old") == 0)
            try Self.write(["v"], to: path) { $0 != "note" }
            #expect(try Self.entries(path) == ["note", "v"])
            // Before the old version is removed: its other files are not lost.
            try FileManager.makeFolder("\(parent)/.a.old")
            try AtomicFile.write("mine", to: "\(parent)/.a.old/other")
            AtomicFolder.recover(in: parent)
            try Self.write(["u"], to: path) { !["note", "other"].contains($0) }
            #expect(try Self.entries(path) == ["note", "other", "u"])
            #expect(try Self.entries(parent) == ["a"])
        }
    }

    @Test func aLinkIsFollowed() throws {
        try withTemporaryFolder { parent in
            try FileManager.makeFolder("\(parent)/far/b")
            try FileManager.default.createSymbolicLink(
                atPath: "\(parent)/a", withDestinationPath: "\(parent)/far/b")
            try Self.write(["x"], to: "\(parent)/a")
            #expect(try Self.entries("\(parent)/far/b") == ["x"])
            #expect(try Self.entries("\(parent)/a") == ["x"])
            try AtomicFile.write("file", to: "\(parent)/c")
            let error = #expect(throws: FileError.self) {
                try Self.write(["x"], to: "\(parent)/c")
            }
            #expect(error?.reason == "it is not a folder")
            #expect(try String(contentsOfFile: "\(parent)/c", encoding: .utf8) == "file")
        }
    }
}
