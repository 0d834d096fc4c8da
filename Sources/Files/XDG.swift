import Foundation

/// The folders of the user, according to the XDG Base Directory Specification.
package enum XDG {
    /// The environment variable with another cache folder, for this process and its child
    /// processes.
    package static let cacheVariable = "STUDY_CACHE"

    /// The folder for data that can be computed again: `$STUDY_CACHE`, `$XDG_CACHE_HOME/study`, or
    /// `~/.cache/study`.
    package static var cacheFolder: String {
        if let cache = ProcessInfo.processInfo.environment[cacheVariable], cache.hasPrefix("/") {
            return cache
        }
        // The specification requires that relative paths are ignored.
        if let cache = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            return cache + "/study"
        }
        return NSHomeDirectory() + "/.cache/study"
    }

    /// The folder for permanent data: `$XDG_DATA_HOME/study`, or `~/.local/share/study`.
    package static var dataFolder: String {
        if let data = ProcessInfo.processInfo.environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return data + "/study"
        }
        return NSHomeDirectory() + "/.local/share/study"
    }
}
