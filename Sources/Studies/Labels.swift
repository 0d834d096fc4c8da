import JSON
import Vocabulary

/// Short names for the values on an axis, valid in file names.
enum Labels {
    /// The label of every value: the kind if it has one, otherwise the value. If two labels are
    /// equal, the settings that differ are appended.
    /// - Parameter values: the complete values with defaults, so that absent settings are compared
    ///   too.
    static func labels(for values: [JSONValue]) -> [String] {
        let short = values.map { text($0, isLong: false) }
        let labels = values.indices.map { index in
            let rivals = values.indices.filter { $0 != index && short[$0] == short[index] }
            if rivals.isEmpty { return short[index] }
            return distinguished(values[index], short[index], rivals.map { values[$0] }, false)
        }
        return values.indices.map { index in
            let rivals = values.indices.filter { $0 != index && labels[$0] == labels[index] }
            if rivals.isEmpty { return labels[index] }
            let text = text(values[index], isLong: true)
            return distinguished(values[index], text, rivals.map { values[$0] }, true)
        }
    }

    private static func distinguished(
        _ value: JSONValue, _ label: String, _ rivals: [JSONValue], _ isLong: Bool
    ) -> String {
        distinction(of: value, from: rivals).reduce(label) { label, path in
            let setting = value[path].map { text($0, isLong: isLong) } ?? "none"
            let steps = path.steps.map { step in
                switch step {
                case .key(let key): key
                case .index(let index): String(index)
                }
            }
            let names = steps.last == "kind" ? steps.dropLast() : steps[...]
            return label + "-" + safe(names.joined(separator: ".")) + setting
        }
    }

    /// The settings that distinguish a value from others with the same label: one setting if it is
    /// enough, otherwise several.
    private static func distinction(of value: JSONValue, from rivals: [JSONValue]) -> [JSONPath] {
        let leaves = leaves(of: value, at: JSONPath())
        if let leaf = leaves.first(where: { leaf in rivals.allSatisfy { $0[leaf] != value[leaf] } })
        {
            return [leaf]
        }
        var rest = rivals
        return leaves.filter { leaf in
            let left = rest.filter { $0[leaf] == value[leaf] }
            defer { rest = left }
            return left.count < rest.count
        }
    }

    private static func leaves(of value: JSONValue, at path: JSONPath) -> [JSONPath] {
        switch value {
        case .object(let members):
            members.flatMap { leaves(of: $0.value, at: path.appending($0.key)) }
        case .array(let elements):
            elements.indices.flatMap { leaves(of: elements[$0], at: path.appending($0)) }
        default: path.steps.isEmpty ? [] : [path]
        }
    }

    /// The text of a value for a label.
    /// - Parameter isLong: true for a path with its folders, if the last component is not
    ///   distinctive.
    static func text(_ value: JSONValue, isLong: Bool) -> String {
        switch value {
        case .null: "none"
        // The plus sign of an exponent (1e+40) is left out.
        case .boolean, .number: value.canonical.filter { $0 != "+" }
        case .string(let text):
            safe(isLong ? text : text.split(separator: "/").last.map(String.init) ?? text)
        case .array(let elements):
            elements.isEmpty
                ? "none" : elements.map { text($0, isLong: isLong) }.joined(separator: "-")
        case .object(let members):
            if let kind = value["kind"] {
                text(kind, isLong: isLong)
            } else if members.allSatisfy(\.value.isNull) {
                "none"
            } else {
                members.filter { !$0.value.isNull }
                    .map { safe($0.key) + "-" + text($0.value, isLong: isLong) }
                    .joined(separator: "-")
            }
        }
    }

    /// The text with a dash for every run of characters that are not safe in file names.
    private static func safe(_ text: String) -> String {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))) }
            .joined(separator: "-")
    }
}

/// The names of a trial: `network-schedule-s<seed>`, then the other swept settings.
struct TrialNames {
    let id: String
    /// The id without the seed and without the fold of a cross-validation.
    let group: String

    /// - Parameter axes: the path of every axis and the label of the trial's value on it.
    init(axes: [(path: String, label: String)], settings: TrialSettings) {
        func label(_ path: String) -> String? { axes.first { $0.path == path }?.label }
        let network = label("network") ?? settings.network.configuration.kind
        let schedule = label("schedule") ?? settings.schedule.kind
        let usual = ["network", "network.kind", "schedule", "schedule.kind", "seed"]
        let further = axes.filter { !usual.contains($0.path) }
        // In `schedule.warmup.epochs` the last name alone would read as the length of the training.
        func last(_ path: String) -> String {
            let start = "schedule."
            return path.hasPrefix(start)
                ? String(path.dropFirst(start.count))
                : path.split(separator: ".").last.map(String.init) ?? path
        }
        func suffix(_ axes: [(path: String, label: String)]) -> String {
            axes.map { axis in
                let isShared = further.count { last($0.path) == last(axis.path) } > 1
                return "-" + (isShared ? axis.path : last(axis.path)) + axis.label
            }.joined()
        }
        group =
            "\(network)-\(schedule)"
            + suffix(further.filter { !Study.Axis.repeated.contains($0.path) })
        id = "\(network)-\(schedule)-s\(settings.seed)" + suffix(further)
    }
}
