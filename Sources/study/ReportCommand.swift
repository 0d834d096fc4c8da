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

            --checklist writes the items of a reporting guide with what the folder answers, and the rest open for the \
            authors: checklist-claim.md, with --html also checklist-claim.html. The list is written again with every \
            report, unless you edit it.

            EXAMPLES
              study report results/lr-sweep
              study report results/lr-sweep --html
              study report results/lr-sweep --watch
              study report results/lr-sweep --checklist claim,tripod-ai
              study report --format svg results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Also write report.html, a single file that contains all charts.") var html = false
    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Also write the checklist of a reporting guide; repeatable, or separated by commas. (values: \(Checklist.names))",
            valueName: "guide"))
    var checklist: [String] = []
    @Flag(help: "Write the report again whenever your text changes.") var watch = false

    private static let watchSeconds = 0.5

    func validate() throws { _ = try checklists() }

    /// The chosen guides, in the order of `Checklist.all`.
    /// - Throws: `ValidationError` for a name that no guide has.
    private func checklists() throws -> [Checklist] {
        let names = checklist.flatMap {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        for name in names where !Checklist.all.contains(where: { $0.name == name }) {
            throw ValidationError(
                "--checklist: expected one of \(Checklist.names); got '\(name)'")
        }
        return Checklist.all.filter { names.contains($0.name) }
    }

    func run() throws {
        let (folder, console) = (results.folder, Console())
        let studyFile = try folder.readLock().studyFile
        let checklists = try checklists()
        try ReportWriter.requireUnedited(checklists, in: folder)
        let source = try ReportWriter.copyNarrative(beside: studyFile, into: folder)
        try folder.writeSummary()
        do {
            let outcome = try ReportWriter.make(
                folder, formats: format.formats, checklists: checklists)
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
        for checklist in try checklists() {
            let path = "\(folder.path)/\(checklist.fileName)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            print(path)
            if html { print(try ReportWriter.writePage(of: checklist, in: folder)) }
        }
        fflush(nil)
    }
}
