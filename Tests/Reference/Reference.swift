import ArgumentParser
import Foundation

/// Writes the generated pages in `Docs/reference`: the commands, the study file and the HTTP API.
/// `make reference` runs it; a test runs it with `--check`.
@main struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the generated pages of the documentation.",
        discussion: "It runs the programs beside it: study, study-serve and study-export.")

    @Argument(help: "The root of the project.") var root = "."
    @Flag(help: "Write nothing; exit with status 1 if a page is not current.") var check = false

    func run() throws {
        let programs = Programs(folder: Programs.ownFolder)
        let openAPI = try String(
            contentsOfFile: "\(root)/Sources/Web/Assets/openapi.json", encoding: .utf8)
        let pages = [
            ("commands.md", try CommandsPage(programs).markdown),
            ("study-file.md", try programs.output("study", ["schema", "--format", "markdown"])),
            ("http-api.md", try HTTPPage(openAPI: openAPI).markdown),
        ]
        let folder = "\(root)/Docs/reference"
        if !check {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        }
        let note = "<!-- Written by `make reference`: edit the sources, not this page. -->\n\n"
        var stale: [String] = []
        for (name, text) in pages {
            let path = "\(folder)/\(name)"
            if (try? String(contentsOfFile: path, encoding: .utf8)) == note + text { continue }
            stale.append(name)
            if !check {
                try (note + text).write(toFile: path, atomically: true, encoding: .utf8)
            }
        }
        for name in stale {
            let state = check ? "not current; run make reference" : "written"
            print("Docs/reference/\(name): \(state)")
        }
        if check, !stale.isEmpty { throw ExitCode(1) }
    }
}
