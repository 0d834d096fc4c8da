package import JSON
package import Vocabulary

/// Settings as tables show them: one by one, by their dotted paths.
package enum SettingLeaves {
    /// Every setting by its dotted path; a kind by the path of what it is the kind of.
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

    /// A value that is no object.
    package static func shown(_ value: JSONValue) -> String {
        all(value).first?.value ?? "none"
    }

    /// One of a list; a kind with its settings in brackets.
    private static func element(_ value: JSONValue) -> String {
        guard let kind = value["kind"]?.text else { return text(value) }
        return labeled(kind, value)
    }

    /// A label with the settings of what it stands for in brackets: `step (every 1, factor 0.5)`.
    /// - Parameter changed: the value of a setting as it is shown; nil: as it is.
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
        // The label of what has no kind names all of it.
        guard value["kind"] != nil else { return label }
        let settings = all(value).filter { !$0.name.isEmpty }.map { leaf in
            "\(leaf.name) \(changed(leaf.name) ?? leaf.value)"
        }
        return settings.isEmpty ? label : "\(label) (\(settings.joined(separator: ", ")))"
    }

    /// A file's path without its folders, which differ from machine to machine.
    private static func text(_ value: JSONValue) -> String {
        guard let text = value.text else { return value.canonical }
        return text.hasPrefix("/") ? text.split(separator: "/").last.map(String.init) ?? text : text
    }
}
