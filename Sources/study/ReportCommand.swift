import ArgumentParser
import Foundation
import Plotting
import Reports
import Results
import Terminal

/// `study report`: writes charts, tables and report of a results folder again.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Draw the charts and write the tables and the report of a results folder again.",
        discussion: """
            The report shows PNG, or SVG where only that is asked for. --html makes one page of it that needs nothing else.

            A text of your own beside the study file, lr-sweep.md beside lr-sweep.json, opens the report. In it \
            {{best.network}} or {{trials["vgg16-cosine"].test_accuracy}} stand for figures of the results, \
            {{> chart val-accuracy}} for a chart, {{> table groups label, test_accuracy | sort -test_accuracy}} for a \
            table, {{> section results}} for a section of the report; --watch writes the report whenever the text changes.

            EXAMPLES
              study report results/lr-sweep
              study report results/lr-sweep --html
              study report results/lr-sweep --watch
              study report --format svg results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Also write report.html, one page with all pictures in it.") var html = false
    @Flag(help: "Write the report again whenever your text changes.") var watch = false

    private static let watchSeconds = 0.5

    func run() throws {
        let (folder, console) = (results.folder, Console())
        let studyFile = try folder.readLock().studyFile
        let source = try ReportWriter.copyNarrative(beside: studyFile, into: folder)
        try folder.writeSummary()
        do {
            let outcome = try ReportWriter.make(folder, formats: format.formats)
            if let error = outcome.plottingError { console.warn("\(error)") }
            try tell(folder)
        } catch let error as NarrativeError {
            guard watch else { throw error }
            console.warn("\(error)")
        }
        if watch { try follow(source ?? folder.narrativePath, studyFile, console) }
    }

    /// Until it is interrupted.
    private func follow(_ text: String, _ studyFile: String, _ console: Console) throws {
        console.note("watching \(text)")
        var before = FileManager.default.contents(atPath: text)
        while true {
            Thread.sleep(forTimeInterval: Self.watchSeconds)
            let now = FileManager.default.contents(atPath: text)
            guard now != before else { continue }
            before = now
            do {
                try ReportWriter.copyNarrative(beside: studyFile, into: results.folder)
                try ReportWriter.write(
                    results.folder, format: format.formats.first(where: \.isImage) ?? .png)
                try tell(results.folder)
            } catch let error as NarrativeError { console.warn("\(error)") }
        }
    }

    private func tell(_ folder: ResultsFolder) throws {
        print(folder.reportPath)
        if html { print(try ReportWriter.writePage(folder)) }
        fflush(nil)
    }
}
