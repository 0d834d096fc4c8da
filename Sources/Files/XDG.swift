import Foundation

/// The user's folders, after the XDG Base Directory Specification.
package enum XDG {
    /// Where things go that can be made again: `$XDG_CACHE_HOME/study`, or `~/.cache/study`.
    package static var cacheFolder: String {
        // The specification tells to ignore relative paths.
        if let cache = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            return cache + "/study"
        }
        return NSHomeDirectory() + "/.cache/study"
    }
}
