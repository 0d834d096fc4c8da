import Results
import Settings
import Studies

/// What varied, and every setting that all trials share.
struct SettingsSection {
    private let results: StudyResults

    init(_ results: StudyResults) { self.results = results }

    var text: String {
        let axes = results.lock.axes.map { axis in
            [
                "`\(axis.path)`", axis.labels.joined(separator: ", "),
            ]
        }
        var parts = ["## Settings"]
        if !axes.isEmpty {
            parts.append(
                MarkdownTable(header: ["varied", "values"], rows: axes, words: [0, 1]).text)
        }
        let all = results.trials.map { Self.flatten($0.record.settings, "") }
        if let first = all.first {
            let varied = results.lock.axes.map(\.path)
            let shared = first.filter { key, value in
                all.allSatisfy { $0.first { $0.0 == key }?.1 == value }
                    && !varied.contains { key == $0 || key.hasPrefix($0 + ".") }
            }
            let rows = shared.map { ["`\($0.0)`", $0.1] }
            parts.append(
                MarkdownTable(header: ["shared setting", "value"], rows: rows, words: [0, 1]).text)
        }
        return parts.joined(separator: "\n\n")
    }

    /// Dotted paths and their values, in the order of the settings.
    private static func flatten(_ json: JSON, _ path: String) -> [(String, String)] {
        if let members = json.members, !members.isEmpty {
            return members.flatMap {
                flatten($0.value, path.isEmpty ? $0.key : "\(path).\($0.key)")
            }
        }
        if json.isNull || json.members != nil || json.elements?.isEmpty == true { return [] }
        return [(path, json.text ?? json.canonical)]
    }
}
