import JSON
import Vocabulary

/// Something that a narrative can name: a text, a figure, or members that have names of their own.
indirect enum TemplateValue {
    case text(String)
    /// As people read it, and what tables sort by.
    case figure(String, Double)
    case members([Member])
    /// A setting with settings of its own, such as a network: its name, and them.
    case named(String, [Member])
    /// Nothing, and why.
    case absent(String)

    struct Member {
        let name: String
        let variable: TemplateValue

        init(_ name: String, _ variable: TemplateValue) {
            self.name = name
            self.variable = variable
        }
    }

    /// The names of its members.
    var names: [String] { members.map(\.name) }

    var members: [Member] {
        switch self {
        case .members(let members), .named(_, let members): members
        case .text, .figure, .absent: []
        }
    }

    subscript(name: String) -> TemplateValue? { members.first { $0.name == name }?.variable }

    /// The fact in a column of a table: a member, or what a path such as `training.batchSize` leads
    /// to.
    func column(_ name: String) -> TemplateValue? {
        self[name] ?? VariablePath(name).flatMap { try? $0.variable(in: self) }
    }

    /// The text that stands in the narrative, not escaped; nil where there are only members.
    var shown: String? {
        switch self {
        case .text(let text), .figure(let text, _), .named(let text, _): text
        case .members, .absent: nil
        }
    }

    /// Whether it comes before another in a sorted table: figures by their size, in front of texts.
    func isLess(than other: TemplateValue?) -> Bool {
        switch (self, other) {
        case (.figure(_, let a), .figure(_, let b)): a < b
        case (.figure, _): true
        case (.members, _), (_, .members), (_, .figure), (_, nil): false
        default: (shown ?? "") < (other?.shown ?? "")
        }
    }
}

/// A way to a fact, such as `trials["vgg16-cosine"].test_accuracy`.
struct VariablePath {
    let steps: [String]

    /// nil where the text is none.
    init?(_ text: String) {
        var steps: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix("[\"") {
                rest = rest.dropFirst(2)
                guard let end = rest.firstRange(of: "\"]") else { return nil }
                steps.append(String(rest[..<end.lowerBound]))
                rest = rest[end.upperBound...]
            } else {
                if !steps.isEmpty {
                    guard rest.first == "." else { return nil }
                    rest = rest.dropFirst()
                }
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                guard !name.isEmpty else { return nil }
                steps.append(String(name))
                rest = rest[name.endIndex...]
            }
        }
        guard !steps.isEmpty else { return nil }
        self.steps = steps
    }

    /// The fact it leads to.
    /// - Throws: what is not there, and what is.
    func variable(in root: TemplateValue) throws(VariableError) -> TemplateValue {
        var variable = root
        var passed: [String] = []
        for step in steps {
            if case .absent(let reason) = variable {
                throw VariableError("no '\(passed.joined(separator: "."))': \(reason)")
            }
            guard let next = variable[step] else {
                let place = passed.isEmpty ? "" : " in '\(passed.joined(separator: "."))'"
                throw VariableError(
                    "no '\(step)'\(place); \(Names(variable.names).suggestion(for: step))")
            }
            variable = next
            passed.append(step)
        }
        return variable
    }
}

/// What a path does not lead to.
struct VariableError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
