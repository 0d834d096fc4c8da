import Foundation

/// The page of all commands, with the help text of each.
struct CommandsPage {
    private let programs: Programs
    private let root: Command

    /// A command as swift-argument-parser describes it.
    private struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let shouldDisplay: Bool?
        let subcommands: [Command]?

        /// The commands that help texts list.
        var shown: [Command] {
            (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
        }
    }
    private struct Dump: Decodable { let command: Command }

    init(_ programs: Programs) throws {
        self.programs = programs
        let dump = try programs.output("study", ["--experimental-dump-help"])
        root = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
    }

    var markdown: String {
        get throws {
            let rows = commands.filter { $0.words.count > 1 }.map { words, command in
                let name = words.joined(separator: " ")
                let anchor = words.joined(separator: "-")
                return "| [`\(name)`](#\(anchor)) | \(command.abstract ?? "") |"
            }
            let sections = try commands.map { words, _ in
                let help = try programs.output("study", Array(words.dropFirst()) + ["--help"])
                let name = words.joined(separator: " ")
                return "## \(name)\n\n```text\n\(help.trimmed)\n```"
            }
            return """
                # Commands

                These are the help texts of the program: `study COMMAND --help` prints them. In a
                clone of the project, `./study COMMAND` builds the program first if that is needed.

                | command | purpose |
                |---|---|
                \(rows.joined(separator: "\n"))

                The exit status is 0 if the command did what it was asked to do, 1 if that failed,
                2 if the study file has errors, 64 if the command line has errors, and 130 or 143
                if SIGINT (Control-C) or SIGTERM ended it.

                `study --generate-completion-script SHELL` prints a completion script for `bash`,
                `zsh` or `fish`.

                \(sections.joined(separator: "\n\n"))

                """
        }
    }

    /// All commands with the words that call them, each before its subcommands.
    private var commands: [(words: [String], command: Command)] {
        func below(_ command: Command, _ words: [String]) -> [(words: [String], command: Command)] {
            [(words, command)]
                + command.shown.flatMap { below($0, words + [$0.commandName]) }
        }
        return below(root, [root.commandName])
    }
}

extension String {
    /// The text without spaces at the ends of lines and without empty lines at its ends.
    var trimmed: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.replacing(/\s+$/, with: "") }.joined(separator: "\n")
            .trimmingCharacters(in: .newlines)
    }
}
