import ArgumentParser
import Reports
import Results

/// `study plot`: draws the charts of a results folder again.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw the charts of a results folder again.",
        discussion: """
            EXAMPLE
              study plot results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions

    func run() throws {
        let names = try Reports.plot(results.folder)
        print("\(results.folder.chartsPath): \(names.joined(separator: ", "))")
    }
}
