import Studies
import Vocabulary

/// A line below the message about a wrong command line that says what was probably meant.
enum CommandLineHint {
    /// The commands of other programs, by ours.
    private static let synonyms = [
        "run": ["train", "fit", "start", "launch", "sweep"], "validate": ["check", "lint", "test"],
        "predict": ["infer", "classify"], "status": ["ls", "list", "show", "watch"],
        "cancel": ["stop", "kill", "abort"], "serve": ["server", "ui", "web"],
    ]

    /// The line; nil if there is nothing to add.
    /// - Parameters:
    ///   - commands: the names of the commands of `study`.
    ///   - message: the message of the error.
    static func text(
        for arguments: [String], commands: [String], message: String
    ) -> String? {
        if let first = arguments.first, !first.hasPrefix("-"), first != "help",
            !commands.contains(first)
        {
            return unknown(first, commands)
        }
        let unexpected = message.firstMatch(
            of: /Unknown option '--([A-Za-z][\w.-]*)|Unexpected argument '([^=']+)=/)
        if let name = unexpected?.1 ?? unexpected?.2,
            let path = name.contains(".") ? String(name) : SettingHome.path(of: String(name)),
            !path.contains(" ")
        {
            return "To change a setting, use --set \(path)=VALUE."
        }
        // The value was separated from the key by a blank.
        if message.contains("Unexpected argument"), let set = arguments.firstIndex(of: "--set"),
            arguments.indices.contains(set + 2), !arguments[set + 1].contains("=")
        {
            return "Write --set \(arguments[set + 1])=\(arguments[set + 2])."
        }
        return nil
    }

    private static func unknown(_ name: String, _ commands: [String]) -> String {
        if name == "study" { return "Leave out the second 'study'." }
        if name.hasSuffix(".json") {
            return "To train the study in this file: study run \(name)"
        }
        let near =
            synonyms.first { $0.value.contains(name) }?.key ?? Names(commands).nearest(to: name)
        return near.map { "There is no command '\(name)'; did you mean 'study \($0)'?" }
            ?? "There is no command '\(name)'; 'study --help' lists the commands."
    }
}
