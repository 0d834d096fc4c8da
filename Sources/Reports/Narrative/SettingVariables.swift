import Analysis
import JSON
import Results
import Studies
import Vocabulary

/// The settings of a configuration as the variables of a narrative, whether they are axes of the
/// study or not: `network`, `network.channels`, `training.batchSize`.
struct SettingVariables {
    /// The settings by name, nested as in a study file.
    let members: [TemplateValue.Member]

    init(_ group: TrialGroup) {
        let coordinates = group.trials.map(\.entry.coordinates)
        // Axes have variables with their whole paths, as in ["training.batchSize"], and an object
        // that was swept as a whole, such as a schedule, has its label.
        let axes = Set(coordinates.flatMap(\.keys)).sorted()
        let labels = axes.map { axis in (axis, Self.list(coordinates.compactMap { $0[axis] })) }
        var members = Self.members(
            of: group.trials.map(\.record.settings.json), path: "",
            Dictionary(uniqueKeysWithValues: labels))
        for (axis, label) in labels where !members.contains(where: { $0.name == axis }) {
            members.append(.init(axis, .text(label)))
        }
        self.members = members
    }

    /// The members of a setting that is an object.
    /// - Parameters:
    ///   - values: the setting's value in each trial; values may differ, as seeds do.
    ///   - path: the setting's path.
    ///   - labels: the labels of the axes, by path.
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
            return .number(text, number)
        }
        return .text(text)
    }

    private static func list(_ texts: [String]) -> String {
        texts.unique.joined(separator: ", ")
    }
}
