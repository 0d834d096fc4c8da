import ArgumentParser
import Files
import Foundation
import JSON
import Processes
import Results
import Runs
import Studies
import Vocabulary

/// The command `study trial`, the process that an executor starts for a job. It trains the trials
/// that the job on standard input describes.
struct TrialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial", abstract: "Train the trials described on standard input.",
        shouldDisplay: false)

    func run() throws {
        let output = try ownOutput()
        let bytes = FileHandle.standardInput.readDataToEndOfFile()
        let document = try JSONDocument(bytes: Array(bytes), file: "standard input")
        let job = try TrialJob(document.value)
        do { try train(job, output) } catch let error as Interrupted {
            throw ExitCode(error.exitStatus)
        } catch {
            // The message goes to standard error, from which the run cannot read its kind.
            let failure = TrialFailure(error)
            if failure.kind != .error {
                for task in job.tasks {
                    let event = TrialEvent(trial: task.trial.id, .failed(failure.report))
                    try? output.write(contentsOf: event.line)
                }
            }
            throw error
        }
    }

    private func train(_ job: TrialJob, _ output: FileHandle) throws {
        let data = try TrialData(job.tasks[0].trial.settings.dataset)
        // A terminal sends SIGINT to all processes of a run; the parent process decides what to
        // do.
        signal(SIGINT, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let (interruption, parent) = (Interruption([SIGTERM]), getppid())
        var throttle = EventThrottle()
        let runner = TrialRunner(
            job, data: data, on: chosenDevice(),
            // The training stops if the run's process has ended.
            interruption: { interruption.signalReceived ?? (getppid() == parent ? nil : SIGTERM) }
        ) { event in
            guard throttle.admits(event) else { return }
            // A write fails if the run's process has ended; the interruption then stops the
            // training.
            try? output.write(contentsOf: event.line)
        }
        try runner.run()
    }

    /// A copy of standard output for events only. Standard output itself is redirected to standard
    /// error, and so to the trial's log, so that the output of a library cannot damage an event's
    /// line.
    /// - Throws: `FileError`.
    private func ownOutput() throws -> FileHandle {
        let own = dup(STDOUT_FILENO)
        guard own >= 0, fcntl(own, F_SETFD, FD_CLOEXEC) == 0,
            dup2(STDERR_FILENO, STDOUT_FILENO) >= 0
        else { throw FileError(operation: "redirect", path: "standard output") }
        return FileHandle(fileDescriptor: own, closeOnDealloc: true)
    }
}
