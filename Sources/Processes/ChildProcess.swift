package import Foundation
import Synchronization

/// An error of a program that could not be started.
package struct ProcessError: Error, Hashable, CustomStringConvertible {
    /// The message for the user.
    package let description: String

    init(_ description: String) { self.description = description }
}

/// A program that this process has started, with pipes for its input, output and errors.
package final class ChildProcess: Sendable {
    /// The termination of a process.
    package struct Termination {
        /// The exit status, 0 to 255; nil if a signal ended the process.
        package let exitStatus: Int32?
        /// The number of the signal that ended the process; nil if it exited by itself.
        package let signal: Int32?
        /// The peak resident memory, in bytes.
        package let peakBytes: Int
    }

    /// The process id, which the system may reuse once `wait` has returned.
    package let id: pid_t
    /// The end of a pipe that writes to the process's standard input.
    package let input: FileHandle
    /// The end of a pipe that reads the process's standard output.
    package let output: FileHandle
    /// The end of a pipe that reads the process's standard error.
    package let errors: FileHandle
    /// True once the process has been waited for; its id may then belong to another process.
    private let isGone = Mutex(false)

    /// Starts the program at `path`, with the environment of this process.
    /// - Throws: `ProcessError`.
    package init(_ path: String, _ arguments: [String]) throws {
        Self.starting.lock()
        defer { Self.starting.unlock() }
        let pipes = try (0..<3).map { _ in try Self.pipe() }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, pipes[0].read, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, pipes[1].write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, pipes[2].write, STDERR_FILENO)
        Self.setSignals(&attributes)
        var id = pid_t()
        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        let code = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(environment) { environment in
                posix_spawn(&id, path, &actions, &attributes, arguments, environment)
            }
        }
        for descriptor in [pipes[0].read, pipes[1].write, pipes[2].write] { close(descriptor) }
        let own = [pipes[0].write, pipes[1].read, pipes[2].read]
        guard code == 0 else {
            for descriptor in own { close(descriptor) }
            throw ProcessError("cannot start \(path): \(String(cString: strerror(code)))")
        }
        self.id = id
        (input, output, errors) = (
            FileHandle(fileDescriptor: own[0], closeOnDealloc: true),
            FileHandle(fileDescriptor: own[1], closeOnDealloc: true),
            FileHandle(fileDescriptor: own[2], closeOnDealloc: true)
        )
    }

    /// The lock under which processes are started one at a time, so that no process inherits the
    /// pipes of another before they are marked as close-on-exec.
    private static let starting = NSLock()

    /// Restores the default actions of SIGTERM and SIGPIPE and unblocks all signals, so that
    /// SIGTERM ends a process that has not yet installed a handler.
    private static func setSignals(_ attributes: inout posix_spawnattr_t) {
        var (defaults, none) = (sigset_t(), sigset_t())
        sigemptyset(&defaults)
        sigemptyset(&none)
        sigaddset(&defaults, SIGTERM)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    }

    /// A pipe whose ends are closed in programs that this process starts.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else {
            throw ProcessError("cannot create a pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func withCStrings<R>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
    ) -> R {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { body(UnsafePointer($0.baseAddress!)) }
    }

    /// Sends a signal to the process; has no effect after `wait`.
    package func send(_ signal: Int32) {
        isGone.withLock { isGone in if !isGone { _ = kill(id, signal) } }
    }

    /// Waits for the process to end. May be called only once.
    package func wait() -> Termination {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        return isGone.withLock { isGone in
            isGone = true
            var (status, usage) = (Int32(0), rusage())
            while wait4(id, &status, 0, &usage) < 0 && errno == EINTR {}
            let signal = status & 0x7f
            return Termination(
                exitStatus: signal == 0 ? (status >> 8) & 0xff : nil,
                signal: signal == 0 ? nil : signal, peakBytes: usage.ru_maxrss * 1024)
        }
    }
}
