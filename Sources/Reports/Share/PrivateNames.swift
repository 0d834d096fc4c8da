import Foundation

/// The names in results that say where and by whom they were made: absolute paths, the names of the
/// user and of the machine, and passwords in addresses.
package struct PrivateNames: Sendable {
    /// The number of replacements of each kind.
    package struct Counts: Sendable, Hashable {
        package internal(set) var paths = 0
        package internal(set) var names = 0
        package internal(set) var credentials = 0

        /// Whether nothing was replaced.
        package var isEmpty: Bool { self == Counts() }

        /// Adds the counts of another text.
        package static func += (left: inout Counts, right: Counts) {
            left.paths += right.paths
            left.names += right.names
            left.credentials += right.credentials
        }
    }

    /// Names of users and machines, the longest first, with the text in their place.
    private(set) var names: [(name: [UInt8], replacement: [UInt8])]
    /// Names that are not replaced, because the study itself uses them.
    package let kept: [String]
    private let folders: [[UInt8]]

    /// Names that many machines have, so that they identify no one.
    private static let common: Set<String> = [
        "root", "user", "users", "ubuntu", "debian", "fedora", "admin", "administrator", "runner",
        "guest", "nobody", "home", "host", "localhost", "docker", "jovyan", "ec2-user", "vagrant",
    ]
    private static let shortestName = 3

    /// - Parameters:
    ///   - users: the names of users.
    ///   - hosts: the names of machines, with or without their domain.
    ///   - folders: absolute paths that are replaced even if they contain spaces.
    ///   - own: texts of the study, such as class names; a name that occurs in them is kept.
    package init(users: [String], hosts: [String], folders: [String], own: [String] = []) {
        let text = own.joined(separator: "\n")
        let hosts = hosts + hosts.compactMap { $0.split(separator: ".").first.map(String.init) }
        let all =
            Set(users).map { ($0, "[user]") }
            + Set(hosts).subtracting(users).map { ($0, "[host]") }
        var (names, kept): ([(String, String)], [String]) = ([], [])
        for (name, replacement) in all {
            guard name.count >= Self.shortestName, !Self.common.contains(name.lowercased()),
                name.contains(where: { !$0.isNumber })
            else { continue }
            if Self.contains(text, word: name) {
                kept.append(name)
            } else {
                names += Self.spellings(of: name).map { ($0, replacement) }
            }
        }
        self.kept = kept.sorted()
        self.names = names.sorted { ($0.0.count, $1.0) > ($1.0.count, $0.0) }
            .map { (Array($0.0.lowercased().utf8), Array($0.1.utf8)) }
        self.folders = folders.filter { $0.count > 1 && $0.hasPrefix("/") }
            .sorted { $0.count > $1.count }.map { Array($0.utf8) }
    }

    /// The name, and its parts with other separators: `anna.schmidt` is also `Anna Schmidt`.
    private static func spellings(of name: String) -> Set<String> {
        let parts = name.split(whereSeparator: { "._-".contains($0) })
        guard parts.count > 1, parts.allSatisfy({ $0.count > 1 }) else { return [name] }
        return Set([".", "_", "-", " "].map { parts.joined(separator: $0) } + [name])
    }

    private static func contains(_ text: String, word: String) -> Bool {
        var scanner = PrivateNames(names: [(Array(word.lowercased().utf8), [])])
        scanner.names[0].replacement = Array("-".utf8)
        return scanner.replaced(Array(text.utf8)).counts.names > 0
    }

    private init(names: [(name: [UInt8], replacement: [UInt8])]) {
        (self.names, kept, folders) = (names, [], [])
    }

    /// The names of this machine and of the user of this process, and the user's folders.
    /// - Parameters:
    ///   - lock: the text of the lock, whose paths can name users of other machines.
    ///   - own: texts of the study.
    package static func ofThisMachine(lock: String, folders: [String], own: [String])
        -> PrivateNames
    {
        let environment = ProcessInfo.processInfo.environment
        var users = ["USER", "LOGNAME", "SUDO_USER"].compactMap { environment[$0] }
        if let name = getpwuid(getuid())?.pointee.pw_name { users.append(String(cString: name)) }
        for match in lock.matches(of: #/["\/\\](?:home|Users)[\/\\]+([^\/\\"]+)/#) {
            users.append(String(match.1))
        }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return PrivateNames(
            users: users, hosts: [hostName],
            folders: folders + [home, FileManager.default.currentDirectoryPath], own: own)
    }

    /// The name of this machine as the system has it.
    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text with paths shortened to their last part, such as `…/chest_xray`, and with `[user]`
    /// and `[host]` in place of names.
    package func replaced(_ text: [UInt8]) -> (text: [UInt8], counts: Counts) {
        var scan = Scan(text)
        text.withUnsafeBufferPointer { text in
            while scan.position < text.count { step(&scan, text) }
        }
        return scan.counts.isEmpty ? (text, scan.counts) : (scan.finished(text), scan.counts)
    }

    private func step(_ scan: inout Scan, _ text: UnsafeBufferPointer<UInt8>) {
        let position = scan.position
        let paths = PathScan(text, folders)
        if let length = paths.pathLength(at: position) {
            let path = Array(text[position..<position + length])
            scan.replace(length, by: shortened(path))
            scan.counts.paths += 1
        } else if let length = paths.credentials(after: position) {
            scan.position += 1
            scan.replace(length, by: [])
            scan.counts.credentials += 1
        } else if paths.isWordStart(position),
            let (name, replacement) = names.first(where: { Byte.matches(text, position, $0.name) })
        {
            let domain = replacement == Self.host ? paths.domain(at: position + name.count) : 0
            scan.replace(name.count + domain, by: replacement)
            scan.counts.names += 1
        } else {
            scan.position += 1
        }
    }

    private static let host = Array("[host]".utf8)

    /// The last part of a path behind an ellipsis; the ellipsis alone if the path is the home
    /// folder of a user.
    private func shortened(_ path: [UInt8]) -> [UInt8] {
        let parts = Self.decoded(path).split { $0 == Byte.slash || $0 == Byte.backslash }
        let ellipsis = Array("…".utf8)
        guard parts.count > 1, let last = parts.last else { return ellipsis }
        // The folder of a user on this or another machine.
        let isHome =
            parts.count == 2
            && ["home", "Users"].contains(String(decoding: parts[0], as: UTF8.self))
        if isHome { return ellipsis }
        let name = Array(last)
        return ellipsis + [Byte.slash] + replaced(name).text
    }
}

extension PrivateNames {
    /// A path with slashes in place of `%2F`, as addresses write them.
    private static func decoded(_ path: [UInt8]) -> [UInt8] {
        guard path.first == Byte.percent else { return path }
        return Array(
            String(decoding: path, as: UTF8.self).replacing(#/%2[Ff]/#, with: "/").utf8)
    }
}

/// A pass over a text with replacements.
private struct Scan {
    var position = 0
    var counts = PrivateNames.Counts()
    private var result: [UInt8] = []
    private var copied = 0
    private let text: [UInt8]

    init(_ text: [UInt8]) { self.text = text }

    mutating func replace(_ length: Int, by replacement: [UInt8]) {
        result += text[copied..<position]
        result += replacement
        position += length
        copied = position
    }

    func finished(_ text: [UInt8]) -> [UInt8] { result + text[copied...] }
}
