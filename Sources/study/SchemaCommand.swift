import ArgumentParser
import JSON
import Runs
import Studies

/// `study schema`: the JSON schema of study files, for editors.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON schema of study files.")

    func run() { print(Study.schema(catalog: .all).pretty) }
}
