import Foundation

/// The folders of the user, according to the XDG Base Directory Specification.
package struct UserFolders {
    /// The environment variable with another cache folder, for this process and its child
    /// processes.
    package static let cacheVariable = "STUDY_CACHE"

    /// The folder for data that can be computed again: `$STUDY_CACHE`, `$XDG_CACHE_HOME/study`, or
    /// `~/.cache/study`.
    package let cacheFolder: String

    /// The folder for permanent data: `$XDG_DATA_HOME/study`, or `~/.local/share/study`.
    package let dataFolder: String

    /// The folders that the environment variables of a process name.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        // The specification requires that relative paths are ignored.
        func folder(_ variable: String) -> String? {
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        // NSHomeDirectory() ignores HOME.
        let home = folder("HOME") ?? NSHomeDirectory()
        cacheFolder =
            folder(Self.cacheVariable) ?? (folder("XDG_CACHE_HOME") ?? "\(home)/.cache") + "/study"
        dataFolder = (folder("XDG_DATA_HOME") ?? "\(home)/.local/share") + "/study"
    }
}
