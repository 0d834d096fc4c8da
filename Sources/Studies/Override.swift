import JSON
import Vocabulary

/// An option `--set KEY=VALUE`: the path in the study and the new value.
struct Override {
    let path: JSONPath
    let node: LocatedJSON

    /// - Parameters:
    ///   - text: `KEY=VALUE`; a value that is not valid JSON is a string.
    ///   - number: the index among the overrides.
    init(_ text: String, number: Int) throws(Diagnostic) {
        let source = Diagnostic.Source.override(number)
        guard let equals = text.firstIndex(of: "="),
            let path = JSONPath(study: String(text[..<equals]))
        else { throw Diagnostic(source, path: JSONPath(), .badOverride(text)) }
        let value = String(text[text.index(after: equals)...])
        self.path = path
        let json: JSONValue
        do {
            json = try JSONDocument(text: value, file: "--set").value
        } catch {
            if value.hasPrefix("{") || value.hasPrefix("[") {
                throw Diagnostic(source, path: path, .overrideSyntax(error.issue, error.location))
            }
            json = .string(value)
        }
        node = LocatedJSON(json, path: path) { _, _ in source }
    }

    /// True if this sets a property of the study, such as its name or title, and not a setting of a
    /// trial.
    var isOfStudy: Bool {
        StudyReader.ownKeys.contains { path.hasPrefix(JSONPath([.key($0)])) }
    }

    /// The axis that this sets; nil if the path is not in the sweep.
    var axis: String? {
        guard path.steps.first == .key("sweep"), path.steps.count > 1,
            case .key(let key) = path.steps[1]
        else { return nil }
        return key
    }
}

extension Diagnostic: Error {}

extension JSONPath {
    /// Parses a path in a study. The keys of `sweep` are themselves dotted paths:
    /// `sweep.training.batchSize[0]` is element 0 of `"training.batchSize"` in `sweep`.
    init?(study text: String) {
        guard let path = JSONPath(parsing: text) else { return nil }
        self = path
        guard steps.first == .key("sweep") else { return }
        let keys = steps.dropFirst().prefix { if case .key = $0 { true } else { false } }
        let rest = steps.dropFirst(1 + keys.count)
        let axis = JSONPath(Array(keys)).description
        steps = [.key("sweep")] + (keys.isEmpty ? [] : [.key(axis)]) + rest
    }
}
