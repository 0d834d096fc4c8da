import ArgumentParser
import Reports
import Results

/// `study report`: writes the report of a results folder again.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write the report of a results folder again.",
        discussion: """
            EXAMPLE
              study report results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions

    func run() throws {
        try results.folder.writeSummary()
        print(try Reports.write(results.folder))
    }
}
