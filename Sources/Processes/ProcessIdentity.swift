import Foundation

/// The identity of a process on a machine, which differs from that of a later process with the same
/// id.
package struct ProcessIdentity: Sendable, Hashable, Codable {
    /// The host name of the machine.
    package var host: String
    /// The process id on that machine.
    var number: Int32
    /// The clock ticks from the machine's start to the start of the process; 0 if the system does
    /// not report them.
    package var startTicks: UInt64
    /// The PID namespace of the process, in which its id is valid: containers of a machine can
    /// share its host name but not its processes; nil if the system does not report it.
    package var namespace: String?

    /// Creates an identity from its recorded values.
    package init(host: String, number: Int32, startTicks: UInt64, namespace: String? = nil) {
        self.host = host
        self.number = number
        self.startTicks = startTicks
        self.namespace = namespace
    }

    /// The identity of this process.
    package static var current: ProcessIdentity {
        ProcessIdentity(
            host: ProcessInfo.processInfo.hostName, number: getpid(),
            startTicks: startTicks(of: getpid()) ?? 0, namespace: ownNamespace)
    }

    /// The PID namespace of this process, such as `pid:[4026531836]`.
    private static let ownNamespace =
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")

    /// True if the process is running; nil if it belongs to another machine or container.
    package var isAlive: Bool? {
        guard host == ProcessInfo.processInfo.hostName else { return nil }
        if let namespace, let own = Self.ownNamespace, namespace != own { return nil }
        guard kill(number, 0) == 0 || errno == EPERM else { return false }
        return Self.startTicks(of: number).map { $0 == startTicks } ?? true
    }

    /// The start of a process in clock ticks, the 22nd field of `/proc/<number>/stat`; 0 for a
    /// zombie, nil if the file cannot be read. The second field, in parentheses, may contain any
    /// characters.
    private static func startTicks(of number: Int32) -> UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19 else { return nil }
        return fields[0] == "Z" ? 0 : UInt64(fields[19])
    }
}
