import ArgumentParser
import Reports
import Results

/// `study report`: writes charts, tables and report of a results folder again.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Draw the charts and write the tables and the report of a results folder again.",
        discussion: """
            The report shows PNG, or SVG where only that is asked for.

            EXAMPLE
              study report results/lr-sweep
              study report --format svg results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @OptionGroup var format: FormatOptions

    func run() throws {
        try results.folder.writeSummary()
        let outcome = try Reports.make(results.folder, formats: format.formats)
        if let problem = outcome.problem { Console().warn("\(problem)") }
        print(outcome.path)
    }
}
