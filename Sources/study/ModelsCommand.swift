import ArgumentParser
import JSON
import Options
import Results
import Terminal
import Tracking
import Vocabulary

/// The command `study models`, which manages registered models.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List registered models, set their aliases and remove versions.",
        discussion: """
            Uses the model registry of the MLflow server that --tracking-uri or MLFLOW_TRACKING_URI names, else of the \
            server that tracked the results folder --registry-of, else the registry on this machine, in the user's data \
            folder. The place is printed. 'study register', 'predict', 'serve' and 'export' use the same rule.

            EXAMPLES
              study models list
              study models alias models:/chest/2 champion
              study models remove models:/chest/1
            """,
        subcommands: [List.self, Alias.self, Remove.self])

    private static func reference(_ text: String) throws -> ModelReference {
        do { return try ModelReference(text) } catch { throw ValidationError("\(error)") }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all versions of all models.")
        @OptionGroup var registry: RegistryOption
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let note = Console().note
            // Listing creates nothing, so that it works where nothing can be written.
            if case .thisMachine = try registry.place(note: note),
                try LocalRegistry.existing() == nil
            {
                if json { print("[]") }
                return Self.noteNoModels(try LocalRegistry.defaultFolder())
            }
            let registry = try registry.registry(note: note)
            let versions = try registry.versions()
            if json { return print(JSONValue.array(versions.map(\.json)).pretty) }
            guard !versions.isEmpty else { return Self.noteNoModels("\(registry.location)") }
            for version in versions { print(Self.line(version)) }
        }

        private static func noteNoModels(_ place: String) {
            Console().note("\(place): no models; register one with: study register")
        }

        private static func line(_ version: ModelVersion) -> String {
            let aliases = version.aliases.map { "@\($0)" }.joined(separator: " ")
            let accuracy = version.metrics["test_accuracy"] ?? version.metrics["val_accuracy"]
            let source = version.trial.isEmpty ? version.run : "\(version.study) / \(version.trial)"
            return [
                "models:/\(version.name)/\(version.version)", aliases, source,
                accuracy.map { "accuracy \(($0 * 1000).rounded() / 10)%" } ?? "", version.created,
            ]
            .filter { !$0.isEmpty }.joined(separator: "  ")
        }
    }

    struct Alias: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set an alias of a version; another version of the model loses the alias.")
        @Argument(help: "The version, such as models:/chest/2.") var model: String
        @Argument(help: "The alias, such as champion.") var alias: String
        @OptionGroup var registry: RegistryOption

        func run() throws {
            let registry = try registry.registry(note: Console().note)
            let version = try registry.version(ModelsCommand.reference(model))
            try registry.setAlias(alias, of: version)
            print("models:/\(version.name)@\(alias) is version \(version.version)")
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a version and its aliases.")
        @Argument(help: "The version, such as models:/chest/1.") var model: String
        @OptionGroup var registry: RegistryOption

        func run() throws {
            let registry = try registry.registry(note: Console().note)
            let version = try registry.version(ModelsCommand.reference(model))
            try registry.remove(version)
            print("removed models:/\(version.name)/\(version.version)")
        }
    }
}
