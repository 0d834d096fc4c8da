import Settings

/// Settings as tables show them: one by one, by their dotted paths.
enum SettingLeaves {
    /// Every setting by its dotted path; a kind by the path of what it is the kind of.
    static func all(_ value: JSON, _ path: String = "") -> [(name: String, value: String)] {
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
    static func shown(_ value: JSON) -> String {
        all(value).first?.value ?? "none"
    }

    /// One of a list; a kind with its settings in brackets.
    private static func element(_ value: JSON) -> String {
        guard let kind = value["kind"]?.text else { return text(value) }
        let settings = all(value).filter { !$0.name.isEmpty }.map { "\($0.name) \($0.value)" }
        return settings.isEmpty ? kind : "\(kind) (\(settings.joined(separator: ", ")))"
    }

    /// A file's path without its folders, which differ from machine to machine.
    private static func text(_ value: JSON) -> String {
        guard let text = value.text else { return value.canonical }
        return text.hasPrefix("/") ? text.split(separator: "/").last.map(String.init) ?? text : text
    }
}
