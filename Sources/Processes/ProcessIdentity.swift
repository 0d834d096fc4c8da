import Foundation

/// A process on a machine, told apart from a later one with the same number.
package struct ProcessIdentity: Sendable, Hashable, Codable {
    package var host: String
    package var number: Int32
    /// Clock ticks from the machine's start to the process's; 0 where the system does not say.
    package var startTicks: UInt64

    package init(host: String, number: Int32, startTicks: UInt64) {
        self.host = host
        self.number = number
        self.startTicks = startTicks
    }

    /// This process.
    package static var current: ProcessIdentity {
        ProcessIdentity(
            host: ProcessInfo.processInfo.hostName, number: getpid(),
            startTicks: startTicks(of: getpid()) ?? 0)
    }

    /// Whether the process is there; nil when it is another machine's.
    package var isAlive: Bool? {
        guard host == ProcessInfo.processInfo.hostName else { return nil }
        guard kill(number, 0) == 0 || errno == EPERM else { return false }
        return Self.startTicks(of: number).map { $0 == startTicks } ?? true
    }

    /// The 22nd field of `/proc/<number>/stat`; the second, in parentheses, may hold anything. A
    /// zombie has none.
    private static func startTicks(of number: Int32) -> UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19 else { return nil }
        return fields[0] == "Z" ? 0 : UInt64(fields[19])
    }
}
