import ArgumentParser
import Foundation
import Results
import Settings

/// `study status`: how far a results folder is.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how far the trials of a results folder are.",
        discussion: """
            EXAMPLE
              study status results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let results = try StudyResults(results.folder)
        if json {
            let states = results.lock.trials.map { JSON.Member($0.id, .string($0.state.word)) }
            print(JSON.object(states).pretty)
            return
        }
        let width = results.lock.trials.map(\.id.count).max() ?? 0
        for entry in results.lock.trials {
            let trial = results.trials.first { $0.entry.id == entry.id }
            let accuracy = (trial?.best?.metrics[.test]?.accuracy).map {
                "  test accuracy \(percentText($0))"
            }
            let name = entry.id.padding(toLength: width, withPad: " ", startingAt: 0)
            print("\(name)  \(entry.state.word)\(accuracy ?? "")")
        }
    }
}
