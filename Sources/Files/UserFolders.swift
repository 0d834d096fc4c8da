import Foundation
import Processes

/// The folders of the user, according to the XDG Base Directory Specification.
package struct UserFolders {
    /// The environment variable with another cache folder, for this process and its child
    /// processes.
    package static let cacheVariable = "STUDY_CACHE"

    /// The folder for data that can be computed again: `$STUDY_CACHE`, `$XDG_CACHE_HOME/study`, or
    /// `~/.cache/study`. If nobody has chosen a folder and this one cannot be written, for example
    /// in a container, it is `study-cache-<user id>` in the folder for temporary files.
    package let cacheFolder: String

    /// The reason for which the cache is in the folder for temporary files; otherwise nil.
    package let cacheNote: String?

    private let dataParent: String?

    /// The folders that the environment variables of a process name.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        // The specification requires that relative paths are ignored.
        func folder(_ variable: String) -> String? {
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let home = UserAccount.home(environment)
        dataParent = folder("XDG_DATA_HOME") ?? home.map { "\($0)/.local/share" }
        let standard = (folder("XDG_CACHE_HOME") ?? home.map { "\($0)/.cache" })
            .map { "\($0)/study" }
        let advice = "; set a folder that stays with --cache or \(Self.cacheVariable)"
        if let chosen = folder(Self.cacheVariable) {
            (cacheFolder, cacheNote) = (chosen, nil)
        } else if let standard, Self.isWritable(standard) {
            (cacheFolder, cacheNote) = (standard, nil)
        } else {
            let reason =
                standard.map { "the cache folder \($0) cannot be written" }
                ?? "the user has no home folder"
            cacheFolder = Self.temporaryCache(in: folder("TMPDIR") ?? "/tmp")
            cacheNote = "\(reason); the cache is in \(cacheFolder)" + advice
        }
    }

    /// The folder for permanent data: `$XDG_DATA_HOME/study`, or `~/.local/share/study`.
    /// - Throws: `FileError` if there is no home folder.
    package func dataFolder() throws(FileError) -> String {
        guard let dataParent else {
            throw FileError(
                operation: "find the folder for permanent data", path: "HOME",
                reason: "the user has no home folder; set HOME or XDG_DATA_HOME to an absolute path"
            )
        }
        return "\(dataParent)/study"
    }

    /// True if a folder, or the folder in which it is to be created, can be written.
    private static func isWritable(_ path: String) -> Bool {
        var path = path
        while access(path, F_OK) != 0, errno == ENOENT, path != "/" {
            path = (path as NSString).deletingLastPathComponent
        }
        // No folder can be created in these, though root may write them.
        if ["proc", "sys"].contains(path.split(separator: "/").first) { return false }
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
            && access(path, W_OK | X_OK) == 0
    }

    /// The cache folder in a folder for temporary files, where another user may have created a
    /// folder of this name; then it has a random name.
    private static func temporaryCache(in parent: String) -> String {
        let path = "\(parent)/study-cache-\(getuid())"
        var information = stat()
        let isOwn =
            lstat(path, &information) != 0
            ? errno == ENOENT
            : information.st_mode & S_IFMT == S_IFDIR && information.st_uid == getuid()
                && information.st_mode & 0o022 == 0
        return isOwn ? path : "\(path)-\(randomSuffix)"
    }

    private static let randomSuffix = String(UInt64.random(in: 0...(.max)), radix: 36)
}
