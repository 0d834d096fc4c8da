import JSON
import Vocabulary

/// A `--set KEY=VALUE`: where it leads in the study and the value to put there.
struct Override {
    let path: JSONPath
    let node: LocatedJSON

    /// - Parameters:
    ///   - text: the value is JSON where it parses as such, else a string.
    ///   - number: its position among the overrides.
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
                throw Diagnostic(source, path: path, .overrideSyntax(error.issue, error.place))
            }
            json = .string(value)
        }
        node = LocatedJSON(json, path: path) { _, _ in source }
    }

    /// Whether this sets the name, the title or the like, and nothing of a trial.
    var isOfStudy: Bool {
        StudyReader.ownKeys.contains { path.hasPrefix(JSONPath([.key($0)])) }
    }

    /// The axis that this sets, when it leads into the sweep.
    var axis: String? {
        guard path.steps.first == .key("sweep"), path.steps.count > 1,
            case .key(let key) = path.steps[1]
        else { return nil }
        return key
    }
}

extension Diagnostic: Error {}

extension JSONPath {
    /// Reads a path into a study, where the keys of `sweep` are dotted paths themselves:
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
