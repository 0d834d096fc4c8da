import Foundation
import JSON
import Processes
import Results
import Studies
import Synchronization
import Terminal
import Vocabulary

/// The executor that trains each job in its own process on this machine: `study trial`, which reads
/// its job from standard input and reports its progress on standard output. A crash ends only the
/// trials of the job.
package final class LocalExecutor: Executor {
    private let program: String
    private let note: String?
    // The name is looked up only once, since that can be slow.
    private static let host = ProcessInfo.processInfo.hostName
    private struct State {
        /// The running processes by their ids.
        var processes: [pid_t: ChildProcess] = [:]
        /// The last signal sent to all processes; also sent to a process that is just starting.
        var signal: Int32?
    }
    private let state = Mutex(State())

    /// The path of the program of this process.
    package static var ownProgram: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    /// Creates an executor, and makes this process ignore `SIGPIPE`.
    /// - Parameters:
    ///   - program: the path of `study`; nil: the program of this process.
    ///   - note: the location of the training besides the host name, for the trials' logs.
    package init(program: String? = nil, note: String? = nil) {
        self.program = program ?? Self.ownProgram
        self.note = note
        // A process may end before it has read its job.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Asks all running trials to save checkpoints and end.
    package func interrupt() { send(SIGTERM) }

    /// Ends all running trials immediately.
    package func kill() { send(SIGKILL) }

    private func send(_ signal: Int32) {
        state.withLock { state in
            state.signal = signal
            for process in state.processes.values { process.send(signal) }
        }
    }

    /// Starts the process of a job, and waits for its end.
    /// - Throws: `TrialFailure` if the process has failed, `ProcessError` if it could not be
    ///   started.
    package func run(_ job: TrialJob, report: @escaping @Sendable (TrialEvent) -> Void) throws {
        let folder = ResultsFolder(job.folder)
        let log = ProcessLog(job.tasks.map { folder.trial($0.trial.id) })
        let memory = MemoryShortage()
        let process = try ChildProcess(program, ["trial"])
        state.withLock { state in
            state.processes[process.id] = process
            if let signal = state.signal { process.send(signal) }
        }
        defer { state.withLock { $0.processes[process.id] = nil } }
        log.note(
            "process \(process.id) on \(Self.host), \(job.threads) threads"
                + (note.map { ", \($0)" } ?? ""))
        let errorReader = StandardErrorReader(process.errors, log)
        // Writing fails if the process ends before it has read its job; its stderr has the reason.
        try? process.input.write(contentsOf: Data(job.json.canonical.utf8))
        try? process.input.close()
        Self.follow(process.output, report)
        let termination = process.wait()
        errorReader.wait()
        log.note(termination.text)
        if termination.exitStatus == 0 { return }
        throw Self.failure(termination, log, isShort: memory.hasEndedProcesses)
    }

    /// Reads the events of a process until it closes its standard output.
    private static func follow(_ output: FileHandle, _ report: (TrialEvent) -> Void) {
        var rest = Data()
        while true {
            let data = output.availableData
            if data.isEmpty { return }
            rest += data
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                if let event = TrialEvent(line: rest[rest.startIndex..<end]) { report(event) }
                rest = Data(rest[rest.index(after: end)...])
            }
        }
    }

    /// The failure of a process that has ended with a signal or an exit status other than 0.
    /// - Parameter isShort: whether the kernel has killed processes for lack of memory meanwhile.
    private static func failure(
        _ termination: ChildProcess.Termination, _ log: ProcessLog, isShort: Bool
    ) -> TrialFailure {
        let standardErrorTail = log.standardErrorTail
        let text = reason(standardErrorTail, log)
        let kind: FailureRecord.Kind =
            termination.signal == nil
            ? .error : termination.signal == SIGKILL && isShort ? .outOfMemory : .killed
        let peak = Formatting.size(termination.peakBytes)
        let message =
            switch (kind, termination.signal) {
            case (.outOfMemory, _):
                "the system ran out of memory and killed the process, whose peak memory was "
                    + "\(peak); use a smaller training.batchSize or fewer --jobs"
            case (_, SIGKILL?):
                "the process was killed by signal 9 (SIGKILL), for example by 'kill -9' or because "
                    + "the system ran out of memory; its peak memory was \(peak)"
            case (_, let signal?):
                "the process was killed by signal \(signal) (\(String(cString: strsignal(signal))))"
            case (_, nil): text.isEmpty ? "exit status \(termination.exitStatus ?? 0)" : text
            }
        let more = termination.signal == nil ? nil : log.summary
        return TrialFailure(
            message + (more.map { "; \($0)" } ?? ""), kind: kind,
            exitStatus: termination.exitStatus, signal: termination.signal,
            peakBytes: termination.peakBytes, standardErrorTail: standardErrorTail)
    }
}

extension LocalExecutor {
    /// The reason for which a process has ended by itself, from the tail of its stderr: the text
    /// from `Error: ` on, or the only line, or the last line and a reference to the log.
    fileprivate static func reason(_ standardErrorTail: [String], _ log: ProcessLog) -> String {
        let mark = "Error: "
        if let start = standardErrorTail.lastIndex(where: { $0.hasPrefix(mark) }) {
            return String(standardErrorTail[start...].joined(separator: "\n").dropFirst(mark.count))
        }
        guard standardErrorTail.count > 1, let last = standardErrorTail.last else {
            return standardErrorTail.first ?? ""
        }
        return "\(last) (\(log.summary ?? ""))"
    }
}

extension ChildProcess.Termination {
    /// The line for the log.
    fileprivate var text: String {
        let end =
            signal.map { "ended by signal \($0) (\(String(cString: strsignal($0))))" }
            ?? "exit status \(exitStatus ?? 0)"
        return "\(end), peak memory \(Formatting.size(peakBytes))"
    }
}

/// A reader of a process's standard error on its own thread, so that the process never blocks on
/// writing.
private final class StandardErrorReader: Sendable {
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle, _ log: ProcessLog) {
        Thread.detachNewThread { [done] in
            while true {
                let data = handle.availableData
                if data.isEmpty { break }
                log.add(data)
            }
            done.signal()
        }
    }

    /// Waits until everything has been read.
    func wait() { done.wait() }
}

/// A check for processes that the kernel has killed for lack of memory since the check was created.
private struct MemoryShortage {
    private let before = Self.count()

    var hasEndedProcesses: Bool { Self.count() > before }

    /// The number of processes killed on this machine since it started; 0 if the kernel does not
    /// report it.
    private static func count() -> Int {
        let text = (try? String(contentsOfFile: "/proc/vmstat", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
        return line.flatMap { Int($0.dropFirst("oom_kill ".count)) } ?? 0
    }
}
