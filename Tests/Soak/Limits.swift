import Foundation

/// What reading a damaged file may take; the system ends this process when it takes more.
enum Limits {
    static let seconds: UInt32 = 5
    /// Beyond what the process has at the start.
    static let extraBytes = 1 << 30

    /// Limits the memory of this process from now on.
    static func limitMemory() throws {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            .split(separator: " ").first.flatMap { Int($0) }
        let most = rlim_t((pages ?? 0) * sysconf(Int32(_SC_PAGESIZE)) + extraBytes)
        var limit = rlimit(rlim_cur: most, rlim_max: most)
        guard setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EINVAL)
        }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }

    /// Lets SIGALRM end this process: a process inherits which signals are ignored and held back.
    static func heedAlarm() {
        signal(SIGALRM, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGALRM)
        sigprocmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Runs `body`; SIGALRM ends the process when it takes too long.
    static func withinTime<R>(_ body: () throws -> R) rethrows -> R {
        alarm(seconds)
        defer { alarm(0) }
        return try body()
    }
}
