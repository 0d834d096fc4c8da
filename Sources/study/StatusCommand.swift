import Analysis
import ArgumentParser
import Cluster
import Foundation
import JSON
import Reports
import Results
import Runs
import Terminal
import Vocabulary

/// The command `study status`, which shows the progress of the trials in a results folder.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the progress of the trials in a results folder.",
        discussion: """
            Also shows a run in another terminal while it is active. A run is reported as dead if its process no longer \
            exists.

            EXAMPLES
              study status results/lr-sweep
              study status results/lr-sweep --watch
            """)

    @OptionGroup var results: ResultsOptions
    @Flag(help: "Refresh until the run ends.") var watch = false
    @Flag(help: "Show metrics of the test split before the study is finished.") var showTest = false
    @Flag(help: "Print JSON; with --watch, one line for each change.") var json = false

    private static let watchSeconds = 1.0

    func run() throws {
        let console = Console(output: .standardOutput)
        var status = try current()
        try show(status, console)
        guard watch else { return console.keep() }
        while status.isRunning {
            Thread.sleep(forTimeInterval: Self.watchSeconds)
            let next = try current(known: status)
            if next != status { try show(next, console) }
            status = next
        }
        console.keep()
    }

    /// The status in the results folder, with the waiting jobs of a cluster.
    private func current(known: StudyStatus? = nil) throws -> StudyStatus {
        var status = try StudyStatus(results.folder, known: known)
        if status.isFinished {
            status.choice =
                ChoiceWording(
                    try StudyResults(results.folder, hasPredictions: false)
                ).line
        }
        guard results.folder.lastBatch != nil, !status.isRunning else { return status }
        do {
            guard let batch = try results.folder.activeBatch() else { return status }
            status.isRunning = true
            let jobs = (batch.jobs?.all ?? []).joined(separator: ", ")
            status.activity = "waiting jobs of \(batch.scheduler): \(jobs)"
        } catch let error as BatchError {
            // A scheduler that does not answer may still have jobs.
            status.isRunning = watch && error.isTransient && !status.isFinished
            status.activity = "\(error)"
        } catch {
            // The status of the trials does not depend on the record of the batch.
        }
        return status
    }

    /// Prints a status. While watching on a terminal, it replaces the status printed before, and
    /// the table is limited to the terminal's height until the run ends.
    private func show(_ all: StudyStatus, _ console: Console) throws {
        let status = showTest ? all : all.withoutEarlyTest
        let showsTest = showTest || all.isFinished
        if json {
            let encoder = JSONEncoder.ofStatus
            if !watch { encoder.outputFormatting.insert(.prettyPrinted) }
            print(String(decoding: try encoder.encode(status), as: UTF8.self))
            fflush(nil)
        } else if watch, console.isLive {
            console.draw { width, height in
                StatusTable(status, style: console.style, showsTest: showsTest)
                    .lines(width: width, height: status.isRunning ? height : nil)
            }
        } else {
            let table = StatusTable(status, style: console.style, showsTest: showsTest)
            for line in table.lines(width: console.width ?? 120) { print(line) }
            for trial in status.trials {
                if let message = trial.message { print("\(trial.id): \(message)") }
            }
            if let replaced = status.replaced {
                print(ReplacedResult.text(replaced, results.folder))
            }
            if let choice = status.choice { print(choice) }
            fflush(nil)
        }
    }
}
