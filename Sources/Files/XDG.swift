import Foundation

/// The user's folders, after the XDG Base Directory Specification.
package enum XDG {
    /// The variable that names another cache folder, for this process and those that it starts.
    package static let cacheVariable = "STUDY_CACHE"

    /// Where things go that can be made again: `$STUDY_CACHE`, `$XDG_CACHE_HOME/study`, or
    /// `~/.cache/study`.
    package static var cacheFolder: String {
        if let cache = ProcessInfo.processInfo.environment[cacheVariable], cache.hasPrefix("/") {
            return cache
        }
        // The specification tells to ignore relative paths.
        if let cache = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            return cache + "/study"
        }
        return NSHomeDirectory() + "/.cache/study"
    }

    /// Where things go that are to be kept: `$XDG_DATA_HOME/study`, or `~/.local/share/study`.
    package static var dataFolder: String {
        if let data = ProcessInfo.processInfo.environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return data + "/study"
        }
        return NSHomeDirectory() + "/.local/share/study"
    }
}
