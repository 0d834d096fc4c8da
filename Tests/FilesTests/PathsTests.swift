import Files
import Foundation
import Testing
import TestSupport

/// Paths, links and folders that cannot be created.
@Suite struct PathsTests {
    @Test func aLinkOutOfAFolderIsNotInside() throws {
        try withTemporaryFolder { folder in
            let manager = FileManager.default
            try FileManager.makeFolder("\(folder)/in/sub")
            for path in ["secret", "in/a", "in/sub/b"] {
                try AtomicFile.write("x", to: "\(folder)/\(path)")
            }
            for (link, target) in [
                ("in/out", "../secret"), ("in/own", "sub/b"), ("in/folder", ".."),
                ("other", "in"), ("in/none", "nowhere"),
            ] {
                try manager.createSymbolicLink(
                    atPath: "\(folder)/\(link)", withDestinationPath: target)
            }
            let inside = ["a", "sub/b", "own"]
            let outside = ["out", "folder/secret", "none", "missing", "../secret"]
            for name in inside + outside {
                for root in ["in", "other", "in/../in"] {
                    let path = "\(folder)/\(root)/\(name)"
                    let isInside = ClosedFolder("\(folder)/\(root)").contains(path)
                    #expect(isInside == inside.contains(name), "\(name)")
                }
            }
            // A folder whose name begins like the other one.
            try FileManager.makeFolder("\(folder)/in2")
            try AtomicFile.write("x", to: "\(folder)/in2/a")
            #expect(!ClosedFolder("\(folder)/in").contains("\(folder)/in2/a"))
        }
    }

    @Test func obstaclesToAFolder() throws {
        try withTemporaryFolder { folder in
            let manager = FileManager.default
            try AtomicFile.write("x", to: "\(folder)/file")
            try manager.createSymbolicLink(
                atPath: "\(folder)/dangling", withDestinationPath: "nowhere")
            #expect(manager.obstacle(toFolder: "\(folder)/a/b/c") == nil)
            #expect(manager.obstacle(toFolder: folder) == nil)
            let long = String(repeating: "a", count: 300)
            #expect(manager.obstacle(toFolder: "\(folder)/\(long)") == "File name too long")
            for name in ["file/x", "file", "dangling", "dangling/x"] {
                let text = manager.obstacle(toFolder: "\(folder)/\(name)")
                #expect(text?.hasSuffix("is not a folder") == true, "\(name): \(text ?? "")")
            }
        }
    }

    /// The reason is that of the system, without the words and numbers of Foundation.
    @Test func reasonsAreThoseOfTheSystem() {
        let error = FileError(operation: "make the folder", path: "/dev/null/x", code: ENOTDIR)
        #expect(throws: error) { try FileManager.makeFolder("/dev/null/x") }
    }
}
