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
        var last = ContinuousClock.now - .seconds(1)
        try TrialRunner(job, data: data) { event in
            let now = ContinuousClock.now
            guard event.isEpochEnd || event.isFinished || now - last > .milliseconds(100) else { return }
            last = now
            FileHandle.standardOutput.write(event.line)
        }.run()
    }
}
