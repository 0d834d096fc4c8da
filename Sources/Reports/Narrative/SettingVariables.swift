import Analysis
import JSON
import Results
import Studies
import Vocabulary

/// The settings of a configuration as a narrative names them, whether they are axes of the study or
/// not: `network`, `network.channels`, `training.batchSize`.
struct SettingVariables {
    let members: [TemplateValue.Member]

    init(_ group: TrialGroup) {
        let places = group.trials.map(\.entry.coordinates)
        // Axes by their whole paths, as in ["training.batchSize"], and what was swept as one, such
        // as a schedule.
        let axes = Set(places.flatMap(\.keys)).sorted()
        let labels = axes.map { axis in (axis, Self.list(places.compactMap { $0[axis] })) }
        var members = Self.members(
            of: group.trials.map(\.record.settings.json), path: "",
            Dictionary(uniqueKeysWithValues: labels))
        for (axis, label) in labels where !members.contains(where: { $0.name == axis }) {
            members.append(.init(axis, .text(label)))
        }
        self.members = members
    }

    /// - Parameters:
    ///   - values: of the trials, which may differ, as their seeds do.
    ///   - labels: of the axes, by path.
    private static func members(
        of values: [JSONValue], path: String, _ labels: [String: String]
    ) -> [TemplateValue.Member] {
        let names = values.flatMap { $0.members ?? [] }.map(\.key).unique
        return names.map { name in
            let inner = path.isEmpty ? name : "\(path).\(name)"
            return .init(name, variable(of: values.compactMap { $0[name] }, path: inner, labels))
        }
    }

    private static func variable(
        of values: [JSONValue], path: String, _ labels: [String: String]
    ) -> TemplateValue {
        let members = members(of: values, path: path, labels)
        if !members.isEmpty {
            let kind = labels[path] ?? list(values.compactMap { $0["kind"]?.text })
            return kind.isEmpty ? .members(members) : .named(kind, members)
        }
        let text = labels[path] ?? list(values.map(SettingLeaves.shown))
        if let number = values.first?.double, values.allSatisfy({ $0.double == number }) {
            return .figure(text, number)
        }
        return .text(text)
    }

    private static func list(_ texts: [String]) -> String {
        texts.unique.joined(separator: ", ")
    }
}
