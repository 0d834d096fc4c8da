import ArgumentParser
import JSON
import Runs
import Studies

/// `study schema`: a description of study files, for editors and for people.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema or the reference of study files.",
        discussion: """
            The JSON Schema lets an editor complete and check a study file. The Markdown page lists every setting with \
            its type, range, default and meaning, and an example.

            EXAMPLES
              study schema > study.schema.json
              study schema --format markdown | less
            """)

    /// The formats of the description.
    enum Format: String, CaseIterable, ExpressibleByArgument { case json, markdown }

    @Option(help: "json: a JSON Schema; markdown: the reference for people.")
    var format = Format.json

    func run() {
        switch format {
        case .json: print(Study.schema(catalog: .all).pretty)
        case .markdown: print(Study.reference(catalog: .all), terminator: "")
        }
    }
}
