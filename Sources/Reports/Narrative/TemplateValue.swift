import JSON
import Vocabulary

/// The value of a template variable: a text, a number, or members with names of their own.
indirect enum TemplateValue: Sendable {
    case text(String)
    /// A number: the text that is shown, and the value that tables sort by.
    case number(String, Double)
    case members([Member])
    /// A setting that has settings of its own, such as a network: its name and its members.
    case named(String, [Member])
    /// A missing value, with the reason.
    case absent(String)

    /// A named value.
    struct Member: Sendable {
        let name: String
        let variable: TemplateValue

        init(_ name: String, _ variable: TemplateValue) {
            self.name = name
            self.variable = variable
        }
    }

    /// The names of the members.
    var names: [String] { members.map(\.name) }

    /// The members; empty for a text, a number or a missing value.
    var members: [Member] {
        switch self {
        case .members(let members), .named(_, let members): members
        case .text, .number, .absent: []
        }
    }

    subscript(name: String) -> TemplateValue? { members.first { $0.name == name }?.variable }

    /// The value in a column of a table: the member with this name, or the value at a path such as
    /// `training.batchSize`.
    func column(_ name: String) -> TemplateValue? {
        self[name] ?? VariablePath(name).flatMap { try? $0.variable(in: self) }
    }

    /// The text in the narrative, not escaped; nil if there are only members.
    var shown: String? {
        switch self {
        case .text(let text), .number(let text, _), .named(let text, _): text
        case .members, .absent: nil
        }
    }

    /// Whether the value is before another one in a sorted table: numbers are sorted by size, and
    /// before texts.
    func isLess(than other: TemplateValue?) -> Bool {
        switch (self, other) {
        case (.number(_, let a), .number(_, let b)): a < b
        case (.number, _): true
        case (.members, _), (_, .members), (_, .number), (_, nil): false
        default: (shown ?? "") < (other?.shown ?? "")
        }
    }
}

/// The path of a variable, such as `trials["vgg16-cosine"].test_accuracy`.
struct VariablePath {
    /// The names of the members, from the root on.
    let names: [String]

    /// Parses a path; nil if the text is not a path.
    init?(_ text: String) {
        var names: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix("[\"") {
                rest = rest.dropFirst(2)
                guard let end = rest.firstRange(of: "\"]") else { return nil }
                names.append(String(rest[..<end.lowerBound]))
                rest = rest[end.upperBound...]
            } else {
                if !names.isEmpty {
                    guard rest.first == "." else { return nil }
                    rest = rest.dropFirst()
                }
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                guard !name.isEmpty else { return nil }
                names.append(String(name))
                rest = rest[name.endIndex...]
            }
        }
        guard !names.isEmpty else { return nil }
        self.names = names
    }

    /// The value at the path.
    /// - Throws: `VariableError` with the unknown name and the known ones.
    func variable(in root: TemplateValue) throws(VariableError) -> TemplateValue {
        var variable = root
        var passed: [String] = []
        for name in names {
            if case .absent(let reason) = variable {
                throw VariableError("'\(passed.joined(separator: "."))' has no value: \(reason)")
            }
            guard let next = variable[name] else {
                let parent = passed.isEmpty ? "" : " in '\(passed.joined(separator: "."))'"
                throw VariableError(
                    "unknown name '\(name)'\(parent); \(Names(variable.names).suggestion(for: name))"
                )
            }
            variable = next
            passed.append(name)
        }
        return variable
    }
}

/// An error in a placeholder: an unknown variable, table, column or step.
struct VariableError: Error {
    /// The error and the expected text, without the location.
    let message: String

    init(_ message: String) { self.message = message }
}
