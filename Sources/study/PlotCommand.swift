import ArgumentParser
import Reports
import Results

/// `study plot`: draws the charts of a results folder again.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw the charts of a results folder again.",
        discussion: """
            Beside every picture lie its data (CSV) and its gnuplot script, which runs by itself.

            EXAMPLE
              study plot results/lr-sweep
              study plot --format pdf --format png results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @OptionGroup var format: FormatOptions

    func run() throws {
        let names = try ReportWriter.plot(results.folder, formats: format.formats)
        print("\(results.folder.chartsPath): \(names.joined(separator: ", "))")
    }
}
