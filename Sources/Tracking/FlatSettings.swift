import JSON
import Vocabulary

/// The conversion of settings to MLflow params, each a dotted path and a text.
enum FlatSettings {
    /// The maximum lengths that the server accepts.
    private static let (longestName, longestValue) = (250, 6000)

    /// The params of settings: members of objects by their dotted path, lists as JSON; null values
    /// are omitted.
    static func params(_ settings: JSONValue) -> [String: String] {
        var params: [String: String] = [:]
        add(settings, "", to: &params)
        return params
    }

    private static func add(_ value: JSONValue, _ path: String, to params: inout [String: String]) {
        if let members = value.members {
            for member in members {
                add(member.value, path.isEmpty ? member.key : "\(path).\(member.key)", to: &params)
            }
        } else if !value.isNull, !path.isEmpty {
            let text = value.text ?? value.canonical
            params[String(path.prefix(longestName))] =
                text.count > longestValue ? text.prefix(longestValue - 3) + "..." : text
        }
    }
}
