import ArgumentParser
import Foundation
import Plotting
import Reports
import Results
import Terminal

/// The command `study report`, which writes charts, tables and the report of a results folder.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the charts, tables and report of a results folder.",
        discussion: """
            The report contains PNG charts, or SVG charts if PNG is not among the formats. --html also writes the report \
            as a single HTML file.

            You can add your own text to the report in a file beside the study file, such as lr-sweep.md for lr-sweep.json. \
            The text can contain template variables of the results, such as {{best.network}} or \
            {{trials["vgg16-cosine"].test_accuracy}}, a chart ({{> chart val-accuracy}}), a table \
            ({{> table groups label, test_accuracy | sort -test_accuracy}}), or a section of the report \
            ({{> section results}}). With --watch, the report is written again when the text changes.

            EXAMPLES
              study report results/lr-sweep
              study report results/lr-sweep --html
              study report results/lr-sweep --watch
              study report --format svg results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Also write report.html, a single file that contains all charts.") var html = false
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
            try printPaths(folder)
        } catch let error as NarrativeError {
            guard watch else { throw error }
            console.warn("\(error)")
        }
        if watch { try follow(source ?? folder.narrativePath, studyFile, console) }
    }

    /// Writes the report whenever the text changes, until the process is interrupted.
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
                try printPaths(results.folder)
            } catch let error as NarrativeError { console.warn("\(error)") }
        }
    }

    private func printPaths(_ folder: ResultsFolder) throws {
        print(folder.reportPath)
        if html { print(try ReportWriter.writePage(folder)) }
        fflush(nil)
    }
}
