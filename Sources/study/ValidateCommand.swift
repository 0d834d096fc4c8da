import ArgumentParser
import Runs
import Studies
import Terminal

/// `study validate`: says what is wrong with a study file.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a study file and its data set.",
        discussion: """
            All problems are listed at once, each with its place; exit status 2 if there are any. Nothing is written but the \
            cache of decoded images.

            EXAMPLE
              study validate studies/lr-sweep.json
            """)

    @OptionGroup var study: StudyOptions

    func run() throws {
        let console = Console()
        let loaded = try study.load(console)
        _ = try study.plan(loaded, phantoms: .cache, console)
        print("\(study.file): \(loaded.trials.count) trials, no problem found")
    }
}
