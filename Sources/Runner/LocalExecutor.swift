import Foundation
import Settings
import Synchronization

/// Trains each trial in a process of its own on this machine: `study trial`, which reads its job from standard
/// input and tells its progress on standard output. A crash ends its trial alone.
package final class LocalExecutor: Executor {
    private let program: String
    /// The processes that run.
    private let processes = Mutex<[ObjectIdentifier: Process]>([:])

    /// - Parameter program: the path of `study`; nil: this process' own.
    package init(program: String? = nil) {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        self.program = program ?? own ?? CommandLine.arguments[0]
    }

    /// Asks all trials that run to save their states and end.
    package func interrupt() { signal(SIGTERM) }

    /// Ends all trials that run at once.
    package func kill() { signal(SIGKILL) }

    private func signal(_ number: Int32) {
        processes.withLock { processes in
            for process in processes.values where process.isRunning {
                Foundation.kill(process.processIdentifier, number)
            }
        }
    }

    package func run(_ job: TrialJob, report: @escaping @Sendable (TrialEvent) -> Void) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["trial"]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        processes.withLock { $0[ObjectIdentifier(process)] = process }
        defer { processes.withLock { $0[ObjectIdentifier(process)] = nil } }
        do { try process.run() } catch {
            throw TrialFailure("cannot start \(program): \(error.localizedDescription)")
        }
        let complaints = Lines(errors)
        try input.fileHandleForWriting.write(contentsOf: Data(job.json.canonical.utf8))
        try input.fileHandleForWriting.close()
        var rest = Data()
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            rest += data
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                if let event = TrialEvent(line: rest[rest.startIndex..<end]) { report(event) }
                rest = Data(rest[rest.index(after: end)...])
            }
        }
        process.waitUntilExit()
        let text = complaints.text()
        if process.terminationReason == .uncaughtSignal {
            throw TrialFailure(
                "its process was ended by signal \(process.terminationStatus)"
                    + (text.isEmpty ? "" : ": \(text)"))
        }
        guard process.terminationStatus == 0 else {
            throw TrialFailure(text.isEmpty ? "exit status \(process.terminationStatus)" : text)
        }
    }
}

/// What a process writes to its standard error, read on a thread so that the process never waits for it.
private final class Lines: @unchecked Sendable {
    // `data` is written by the thread before `done` is signalled and read after.
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ pipe: Pipe) {
        Thread.detachNewThread { [self] in
            data = pipe.fileHandleForReading.readDataToEndOfFile()
            done.signal()
        }
    }

    /// The last lines, once the process has ended.
    func text() -> String {
        done.wait()
        let text = String(decoding: data.suffix(2000), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let mark = "Error: "
        return text.hasPrefix(mark) ? String(text.dropFirst(mark.count)) : text
    }
}
