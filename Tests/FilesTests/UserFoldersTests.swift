import Files
import Foundation
import Testing
import TestSupport

struct UserFoldersTests {
    @Test func variablesNameTheFolders() throws {
        try withTemporaryFolder { (folder) throws in
            let home = UserFolders(["HOME": folder])
            #expect(home.cacheFolder == "\(folder)/.cache/study")
            #expect(home.cacheNote == nil)
            #expect(try home.dataFolder() == "\(folder)/.local/share/study")
            let xdg = UserFolders([
                "HOME": folder, "XDG_CACHE_HOME": "\(folder)/cache", "XDG_DATA_HOME": "/data",
            ])
            #expect(xdg.cacheFolder == "\(folder)/cache/study")
            #expect(try xdg.dataFolder() == "/data/study")
            let chosen = UserFolders(["STUDY_CACHE": "/c", "XDG_CACHE_HOME": folder])
            #expect(chosen.cacheFolder == "/c")
        }
    }

    @Test func relativePathsAreIgnored() throws {
        try withTemporaryFolder { (folder) throws in
            let folders = UserFolders([
                "HOME": folder, "STUDY_CACHE": "c", "XDG_CACHE_HOME": "d", "XDG_DATA_HOME": "",
            ])
            #expect(folders.cacheFolder == "\(folder)/.cache/study")
            #expect(try folders.dataFolder() == "\(folder)/.local/share/study")
            for home in ["", ".", "home"] {
                #expect(UserFolders(["HOME": home]).cacheFolder.hasPrefix("/"))
            }
        }
    }

    /// A home folder that is missing or cannot be written: the cache is a temporary folder.
    @Test(arguments: ["missing/below", "file", "file/below", "/proc", "/proc/1", "/sys/x"])
    func withoutAUsableHome(_ home: String) throws {
        try withTemporaryFolder { (folder) throws in
            try "".write(toFile: "\(folder)/file", atomically: true, encoding: .utf8)
            let path = home.hasPrefix("/") ? home : "\(folder)/\(home)"
            let folders = UserFolders(["HOME": path, "TMPDIR": folder])
            if home.hasPrefix("missing") {
                // The folder can be created.
                #expect(folders.cacheFolder == "\(path)/.cache/study")
                return
            }
            #expect(folders.cacheFolder == "\(folder)/study-cache-\(getuid())")
            let note = try #require(folders.cacheNote)
            #expect(note.contains("\(path)/.cache/study cannot be written"))
            #expect(note.contains("--cache or STUDY_CACHE"))
            // A folder that the user has chosen is never replaced.
            let chosen = UserFolders([
                "HOME": path, "TMPDIR": folder, "STUDY_CACHE": "/proc/cache",
            ])
            #expect(chosen.cacheFolder == "/proc/cache")
            #expect(chosen.cacheNote == nil)
        }
    }

    /// In the folder for temporary files, another user may have created the folder.
    @Test(arguments: ["link", "others", "file"])
    func aTemporaryFolderOfOthersIsNotUsed(_ kind: String) throws {
        try withTemporaryFolder { (folder) throws in
            let path = "\(folder)/study-cache-\(getuid())"
            switch kind {
            case "link": #expect(symlink("/tmp", path) == 0)
            case "file": #expect(FileManager.default.createFile(atPath: path, contents: nil))
            default:
                #expect(mkdir(path, 0o777) == 0)
                #expect(chmod(path, 0o777) == 0)
            }
            let folders = UserFolders(["HOME": "/proc", "TMPDIR": folder])
            #expect(folders.cacheFolder.hasPrefix("\(path)-"))
        }
    }
}
