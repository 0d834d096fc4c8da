import Analysis
import ArgumentParser
import Foundation
import JSON
import Markup
import Reports
import Results
import Terminal
import Vocabulary

/// The command `study compare`, which writes one report on several studies.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract:
            "Compare several studies in one report with their differences, charts and tables.",
        discussion: """
            The report begins with the differences of settings, data and machine. If all studies have the same test images, \
            configurations are compared by the same statistical tests as within one study, and configurations that occur in \
            several studies are shown side by side.

            EXAMPLES
              study compare results/baseline results/augmented
              study compare results/a results/b results/c --output results/all --html
              study compare results/a results/b --json
            """)

    @Argument(help: "Two or more results folders.", completion: .directory)
    var results: [String]
    @Option(
        help: ArgumentHelp(
            "The output folder (default: compare-<names> in the folder of the first study).",
            valueName: "dir"))
    var output: String?
    @OptionGroup var format: FormatOptions
    @Flag(help: "Also write report.html, a single file that contains all charts.") var html = false
    @Flag(help: "Print the differences as JSON without writing files.") var json = false

    func validate() throws {
        guard results.count > 1 else {
            throw ValidationError("expected two or more results folders; got \(results.count)")
        }
    }

    func run() throws {
        let union = try StudyUnion(results.map { ResultsFolder($0) })
        let differences = DifferencesTable(union)
        if json {
            print(document(union, differences).pretty, terminator: "")
            return
        }
        for row in differences.rows {
            print("\(row.name): \(row.values.joined(separator: " | "))")
        }
        let folder = output.map { ResultsFolder($0) } ?? defaultFolder(union)
        let outcome = try ReportWriter.compare(
            union, in: folder, formats: format.formats,
            command: "study compare \(results.map(ShellText.quoted).joined(separator: " "))"
                + (output.map { " --output \(ShellText.quoted($0))" } ?? ""))
        if let error = outcome.plottingError { Console().warn("\(error)") }
        print(outcome.path)
        if html { print(try ReportWriter.writePage(folder, title: union.results.lock.title)) }
    }

    private func defaultFolder(_ union: StudyUnion) -> ResultsFolder {
        let parent = URL(fileURLWithPath: results[0]).deletingLastPathComponent().relativePath
        let names = union.parts.map { $0.name.replacing("/", with: "-") }
        return ResultsFolder("\(parent)/compare-\(names.joined(separator: "-"))")
    }

    private func document(_ union: StudyUnion, _ differences: DifferencesTable) -> JSONValue {
        let names = union.parts.map(\.name)
        return [
            "studies": .array(
                union.parts.map { ["name": .string($0.name), "folder": .string($0.folder)] }),
            "sameImages": .boolean(union.hasSameImages),
            "choice": union.hasSameImages ? ChoiceWording(union.results).json : .null,
            "differences": .array(
                differences.rows.map { row in
                    [
                        "name": .string(row.name),
                        "values": .object(
                            zip(names, row.values).map { JSONValue.Member($0, .string($1)) }),
                    ]
                }),
        ]
    }
}
