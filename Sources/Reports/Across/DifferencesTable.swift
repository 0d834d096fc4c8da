package import Analysis
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The settings in which studies differ, each with its values in every study.
package struct DifferencesTable: Sendable {
    /// A setting or another property of the studies.
    package struct Row: Sendable, Hashable {
        /// The dotted path of a setting, or the name of a property from the lock file.
        package var name: String
        /// The value in each study; the values of a sweep are listed in the order of the trials.
        package var values: [String]
    }

    /// The settings and properties that are not the same in all studies.
    package let rows: [Row]

    /// Compares the settings, data, programs and machines of the studies.
    package init(_ union: StudyUnion) {
        let settings = union.parts.map(Self.settings)
        let all =
            SettingDifferences.rows(settings).map { name, values in
                Row(name: name, values: values.map { $0 ?? "–" })
            } + Self.properties(union)
        rows = all.filter { Set($0.values).count > 1 }
    }

    /// Every setting of a study, with its values in the complete trials.
    private static func settings(_ part: StudyUnion.Part) -> [(name: String, value: String)] {
        var order: [String] = []
        var values: [String: [String]] = [:]
        for trial in part.results.trials {
            for leaf in SettingLeaves.all(trial.record.settings.json) {
                if values[leaf.name] == nil { order.append(leaf.name) }
                if !values[leaf.name, default: []].contains(leaf.value) {
                    values[leaf.name, default: []].append(leaf.value)
                }
            }
        }
        return order.map { ($0, values[$0, default: []].joined(separator: ", ")) }
    }

    /// The properties that are not settings: numbers of images, program and machine.
    private static func properties(_ union: StudyUnion) -> [Row] {
        let locks = union.parts.map(\.results.lock)
        func row(_ name: String, _ value: (StudyLock) -> String) -> Row {
            Row(name: name, values: locks.map(value))
        }
        return Split.allCases.map { split in
            row("\(split.title) images") { Formatting.count($0.dataset.total(split)) }
        } + [
            row("data, fingerprint") { String($0.dataset.fingerprint.prefix(12)) },
            row("program", \.program),
            row("processor", \.platform.cpu),
            row("instruction set", \.platform.instructionSet),
        ]
    }

    /// The table with a column for each study.
    /// - Parameter names: the names of the studies.
    func markdown(_ names: [String]) -> Markdown {
        guard !rows.isEmpty else {
            return "The studies have the same settings, data, program and machine."
        }
        return Markdown.table(
            ["setting"] + names.map { Markdown($0) },
            Array(repeating: .left, count: names.count + 1),
            rows: rows.map { [Markdown.code($0.name)] + $0.values.map { Markdown($0) } })
    }
}
