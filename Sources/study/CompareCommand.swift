import Analysis
import ArgumentParser
import Foundation
import JSON
import Markup
import Reports
import Results
import Terminal
import Vocabulary

/// `study compare`: several studies in one report.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract:
            "Write one report on several studies: what differs, then the same charts and tables.",
        discussion: """
            Differences of settings, data and machine come first. Where all studies were measured on the same images, a lead \
            is tested as within one study, and configurations that several of them have stand side by side.

            EXAMPLES
              study compare results/baseline results/augmented
              study compare results/a results/b results/c --output results/all --html
              study compare results/a results/b --json
            """)

    @Argument(help: "The results folders, at least two.", completion: .directory)
    var results: [String]
    @Option(
        help: ArgumentHelp(
            "The folder of the comparison (default: compare-<names> beside the first).",
            valueName: "dir"))
    var output: String?
    @OptionGroup var format: FormatOptions
    @Flag(help: "Also write report.html, one page with all pictures in it.") var html = false
    @Flag(help: "Print the differences as JSON, and write nothing.") var json = false

    func validate() throws {
        guard results.count > 1 else {
            throw ValidationError("give two or more results folders")
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
        let folder = output.map { ResultsFolder($0) } ?? place(union)
        let outcome = try ReportWriter.compare(
            union, in: folder, formats: format.formats,
            command: "study compare \(results.map(ShellText.quoted).joined(separator: " "))"
                + (output.map { " --output \(ShellText.quoted($0))" } ?? ""))
        if let error = outcome.plottingError { Console().warn("\(error)") }
        print(outcome.path)
        if html { print(try ReportWriter.writePage(folder, title: union.results.lock.title)) }
    }

    private func place(_ union: StudyUnion) -> ResultsFolder {
        let beside = URL(fileURLWithPath: results[0]).deletingLastPathComponent().relativePath
        let names = union.parts.map { $0.name.replacing("/", with: "-") }
        return ResultsFolder("\(beside)/compare-\(names.joined(separator: "-"))")
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
