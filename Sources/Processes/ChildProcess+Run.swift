import Foundation

extension ChildProcess {
    /// The outputs of a program that has ended.
    package struct Result {
        /// The end of the process.
        package let termination: Termination
        /// The standard output, without white space at its ends.
        package let output: String
        /// The standard error, without white space at its ends.
        package let errors: String
    }

    /// Runs a program until it ends.
    /// - Parameters:
    ///   - input: the standard input of the program; at most 64 KiB, which a pipe can hold.
    ///   - timeout: the time in seconds after which the program is killed.
    /// - Returns: nil if the program was killed.
    /// - Throws: `ProcessError` if the program cannot be started.
    package static func run(
        _ path: String, _ arguments: [String], input: String = "", timeout: Double
    ) throws -> Result? {
        // The program may end before it has read its input.
        signal(SIGPIPE, SIG_IGN)
        let process = try ChildProcess(path, arguments)
        let end = ContinuousClock.now + .seconds(timeout)
        try? process.input.write(contentsOf: Data(input.utf8))
        try? process.input.close()
        let (output, errors) = process.readOutputs(until: end)
        while !process.hasEnded, ContinuousClock.now < end { usleep(10_000) }
        let isKilled = !process.hasEnded
        if isKilled { process.send(SIGKILL) }
        let termination = process.wait()
        return isKilled
            ? nil : Result(termination: termination, output: text(output), errors: text(errors))
    }

    /// Reads both outputs to their ends, but not for longer than a moment after the end of the
    /// process: a child of it can keep the pipes open.
    private func readOutputs(
        until limit: ContinuousClock.Instant
    ) -> (output: [UInt8], errors: [UInt8]) {
        let descriptors = [output.fileDescriptor, errors.fileDescriptor]
        var (texts, isOpen) = ([[UInt8]](repeating: [], count: 2), [true, true])
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var end = limit
        var wasRunning = true
        while isOpen.contains(true), ContinuousClock.now < end {
            // A negative descriptor is ignored.
            var polled = zip(descriptors, isOpen).map { descriptor, isOpen in
                pollfd(fd: isOpen ? descriptor : -1, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&polled, nfds_t(polled.count), 100) >= 0 || errno == EINTR else { break }
            for index in polled.indices where polled[index].revents != 0 {
                let count = Foundation.read(descriptors[index], &buffer, buffer.count)
                if count > 0 {
                    texts[index] += buffer[..<count]
                } else if count == 0 || errno != EINTR {
                    isOpen[index] = false
                }
            }
            if wasRunning, hasEnded {
                wasRunning = false
                end = min(end, .now + .milliseconds(500))
            }
        }
        return (texts[0], texts[1])
    }

    /// True if the process has ended; it is still to be waited for.
    private var hasEnded: Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
