import JSON
import Vocabulary

/// Settings as MLflow's params: a dotted path and a text each.
enum FlatSettings {
    /// What the server takes at most.
    private static let (longestName, longestValue) = (250, 6000)

    /// Members of objects by their path; lists as JSON; what is not set is left out.
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
