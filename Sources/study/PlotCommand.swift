import ArgumentParser
import Reports
import Results

/// The command `study plot`, which draws the charts of a results folder.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw the charts of a results folder.",
        discussion: """
            For each chart, also writes its data (CSV) and the gnuplot script that draws it.

            EXAMPLES
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
