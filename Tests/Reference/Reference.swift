import ArgumentParser
import Foundation

/// Writes the generated pages in `Docs/reference` (the commands, the study file, the HTTP API) and
/// the JSON Schema of study files. `make reference` runs it; a test runs it with `--check`.
@main struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the generated pages of the documentation and the JSON Schema.",
        discussion: "It runs the programs beside it: study, study-serve and study-export.")

    @Argument(help: "The root of the project.") var root = "."
    @Flag(help: "Write nothing; exit with status 1 if a file is not current.") var check = false

    func run() throws {
        let programs = Programs(folder: Programs.ownFolder)
        let openAPI = try String(
            contentsOfFile: "\(root)/Sources/Web/Assets/openapi.json", encoding: .utf8)
        let note = "<!-- Written by `make reference`: edit the sources, not this page. -->\n\n"
        let reference = try programs.output("study", ["schema", "--format", "markdown"])
        let files = [
            ("Docs/reference/commands.md", note + (try CommandsPage(programs).markdown)),
            ("Docs/reference/study-file.md", note + reference),
            ("Docs/reference/http-api.md", note + (try HTTPPage(openAPI: openAPI).markdown)),
            ("Studies/study.schema.json", try programs.output("study", ["schema"])),
        ]
        var stale: [String] = []
        for (name, text) in files {
            let path = "\(root)/\(name)"
            if (try? String(contentsOfFile: path, encoding: .utf8)) == text { continue }
            stale.append(name)
            if !check { try write(text, to: path) }
            print("\(name): " + (check ? "not current; run make reference" : "written"))
        }
        if check, !stale.isEmpty { throw ExitCode(1) }
    }

    private func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
