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

/// `study status`: how far a results folder is.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how far the trials of a results folder are.",
        discussion: """
            A run in another terminal is told of as it goes on; one whose process is gone, as dead.

            EXAMPLES
              study status results/lr-sweep
              study status results/lr-sweep --watch
            """)

    @OptionGroup var results: ResultsOptions
    @Flag(help: "Go on as long as a run does.") var watch = false
    @Flag(help: "Show figures of the test split before the study is finished.") var showTest = false
    @Flag(help: "Print JSON; with --watch a line whenever something has changed.") var json = false

    private static let watchSeconds = 1.0

    func run() throws {
        let console = Console(output: .standardOutput)
        var status = try current()
        try tell(status, console)
        guard watch else { return console.keep() }
        while status.isRunning {
            Thread.sleep(forTimeInterval: Self.watchSeconds)
            let next = try current(known: status)
            if next != status { try tell(next, console) }
            status = next
        }
        console.keep()
    }

    /// With what the scheduler says, where a cluster trains.
    private func current(known: StudyStatus? = nil) throws -> StudyStatus {
        var status = try StudyStatus(results.folder, known: known)
        if status.isFinished {
            status.choice =
                ChoiceWording(
                    try StudyResults(results.folder, hasPredictions: false)
                ).line
        }
        guard results.folder.lastBatch != nil, !status.isRunning,
            let batch = try? results.folder.activeBatch()
        else { return status }
        status.isRunning = true
        status.activity =
            "jobs of \(batch.scheduler) wait: \((batch.jobs?.all ?? []).joined(separator: ", "))"
        return status
    }

    /// Over what was told before where that is possible; the last time, and when not watching, as
    /// long as it takes.
    private func tell(_ all: StudyStatus, _ console: Console) throws {
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
