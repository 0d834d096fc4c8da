import Foundation
import ProgramSupport
import Testing
import TestSupport

/// The commands of `study`, as the program lists them.
struct SubcommandTree: Decodable {
    let commandName: String
    let shouldDisplay: Bool?
    private let subcommands: [SubcommandTree]?

    private struct Dump: Decodable { let command: SubcommandTree }

    /// Reads the commands from the program.
    static func read() throws -> SubcommandTree {
        try withTemporaryFolder { folder in
            let outcome = try StudyProgram(folder: folder).run(["--experimental-dump-help"])
            try #require(outcome.status == 0, "\(outcome.errors)")
            return try JSONDecoder().decode(Dump.self, from: Data(outcome.output.utf8)).command
        }
    }

    /// All commands with their words; the program itself has none.
    var all: [(words: [String], hasSubcommands: Bool)] { Self.all(below: self, []) }

    private static func all(
        below command: SubcommandTree, _ words: [String]
    ) -> [(words: [String], hasSubcommands: Bool)] {
        // The commands of ArgumentParser itself.
        let parts = (command.subcommands ?? []).filter { $0.commandName != "help" }
        return [(words, !parts.isEmpty)]
            + parts.flatMap { all(below: $0, words + [$0.commandName]) }
    }
}
