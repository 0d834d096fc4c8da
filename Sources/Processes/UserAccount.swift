import Foundation

/// The user whose rights this process has. In containers and on clusters, a user can be a number
/// without a name or a home folder.
package enum UserAccount {
    /// The name of the user, or the user id, such as `uid 12345`, if the system has no name for it.
    package static var name: String {
        let environment = ProcessInfo.processInfo.environment
        let given = ["USER", "LOGNAME"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return given ?? entry(ofUser: getuid())?.name ?? "uid \(getuid())"
    }

    /// The home folder: `HOME` if it is an absolute path, otherwise that of the system's list of
    /// users; nil if there is none.
    package static func home(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        if let home = environment["HOME"], home.hasPrefix("/") { return home }
        return entry(ofUser: getuid())?.home
    }

    /// The home folder of the user with a name; nil if there is no such user.
    package static func home(ofUser name: String) -> String? {
        entry { getpwnam_r(name, $0, $1, $2, $3) }?.home
    }

    private static func entry(ofUser id: uid_t) -> (name: String, home: String?)? {
        entry { getpwuid_r(id, $0, $1, $2, $3) }
    }

    /// The entry of the list of users that `read` finds.
    private static func entry(
        _ read: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> (name: String, home: String?)? {
        var size = 1 << 12
        while size <= 1 << 20 {
            var buffer = [CChar](repeating: 0, count: size)
            var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
            let result = buffer.withUnsafeMutableBufferPointer {
                read(&entry, $0.baseAddress!, size, &found)
            }
            if result == ERANGE {
                size *= 4
                continue
            }
            guard result == 0, found != nil, let name = entry.pw_name else { return nil }
            // The strings are in the buffer.
            return withExtendedLifetime(buffer) {
                let home = entry.pw_dir.map { String(cString: $0) }
                return (String(cString: name), home.flatMap { $0.hasPrefix("/") ? $0 : nil })
            }
        }
        return nil
    }
}
