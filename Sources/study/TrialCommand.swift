import ArgumentParser
import Foundation
import Runner
import Settings
import Studies

/// `study trial`: trains the trials that a job on standard input describes; what executors start.
struct TrialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial", abstract: "Train the trials described on standard input.",
        shouldDisplay: false)

    func run() throws {
        let bytes = FileHandle.standardInput.readDataToEndOfFile()
        let document = try JSONDocument(bytes: Array(bytes), file: "standard input")
        let job = try TrialJob(document.value)
        let data = try TrialData(job.tasks[0].trial.settings.dataset)
        // A terminal sends SIGINT to all processes of a run; the one that started this one says what to do.
        signal(SIGINT, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let (interruption, parent) = (Interruption([SIGTERM]), getppid())
        // Of each trial, for those that train together tell of each step one after the other.
        var last: [String: ContinuousClock.Instant] = [:]
        let runner = TrialRunner(
            job, data: data,
            // Without the run that it belongs to nobody waits for it.
            interruption: { interruption.signalReceived ?? (getppid() == parent ? nil : SIGTERM) }
        ) { event in
            let now = ContinuousClock.now
            let isNews = last[event.trial].map { now - $0 > .milliseconds(100) } ?? true
            guard event.isEpochEnd || event.isFinished || isNews else { return }
            last[event.trial] = now
            try? FileHandle.standardOutput.write(contentsOf: event.line)
        }
        do { try runner.run() } catch let error as Interrupted {
            throw ExitCode(error.exitStatus)
        }
    }
}
