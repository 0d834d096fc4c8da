package import JSON
import Vocabulary

/// Settings as tables show them: each on its own, by its dotted path.
package enum SettingLeaves {
    /// Every setting by its dotted path; the path of a `kind` is that of its object, such as
    /// `network` for `network.kind`.
    package static func all(_ value: JSONValue, _ path: String = "") -> [(
        name: String, value: String
    )] {
        switch value {
        case .object(let members):
            members.flatMap { member in
                all(
                    member.value,
                    member.key == "kind" ? path : path + (path.isEmpty ? "" : ".") + member.key)
            }
        case .array(let elements):
            [(path, elements.isEmpty ? "none" : elements.map(element).joined(separator: ", "))]
        case .null: []
        default: [(path, text(value))]
        }
    }

    /// The text of a value that is not an object.
    package static func shown(_ value: JSONValue) -> String {
        all(value).first?.value ?? "none"
    }

    /// The text of an element of an array; a kind is followed by its settings in parentheses.
    private static func element(_ value: JSONValue) -> String {
        guard let kind = value["kind"]?.text else { return text(value) }
        return labeled(kind, value)
    }

    /// A label, followed by the settings of the value that it names in parentheses: `step (every 1,
    /// factor 0.5)`.
    /// - Parameter changed: returns the text for a setting's value; nil: the value itself.
    package static func labeled(
        _ label: String, _ value: JSONValue, changed: (_ name: String) -> String? = { _ in nil }
    ) -> String {
        if let elements = value.elements {
            let kinds = elements.map { $0["kind"]?.text ?? "" }
            let texts = elements.map(element)
            if kinds == texts || kinds.contains("") { return label }
            let list = texts.joined(separator: ", ")
            return label == kinds.joined(separator: "-") ? list : "\(label) (\(list))"
        }
        // The label of a value without a kind is the whole value.
        guard value["kind"] != nil else { return label }
        let settings = all(value).filter { !$0.name.isEmpty }.map { leaf in
            "\(leaf.name) \(changed(leaf.name) ?? leaf.value)"
        }
        return settings.isEmpty ? label : "\(label) (\(settings.joined(separator: ", ")))"
    }

    /// The text of a value; of an absolute path only the file's name, since folders differ from
    /// machine to machine.
    private static func text(_ value: JSONValue) -> String {
        guard let text = value.text else { return value.canonical }
        return text.hasPrefix("/") ? text.split(separator: "/").last.map(String.init) ?? text : text
    }
}
