package import Analysis
package import JSON
package import Markup
package import Results
import Studies
package import Terminal
package import Vocabulary

/// In which settings studies differ: for each its values in every study, in the order in which
/// trials have them.
package struct DifferencesTable: Sendable {
    package struct Row: Sendable, Hashable {
        /// A setting's dotted path, or what else the lock tells.
        package var name: String
        /// By study; several values of a sweep are listed.
        package var values: [String]
    }

    package let rows: [Row]

    package init(_ union: StudyUnion) {
        let settings = union.parts.map(Self.settings)
        let all =
            SettingDifferences.rows(settings).map { name, values in
                Row(name: name, values: values.map { $0 ?? "–" })
            } + Self.variables(union)
        rows = all.filter { Set($0.values).count > 1 }
    }

    /// Every setting of a study with the values that its complete trials have.
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

    /// What is no setting: images, program, machine.
    private static func variables(_ union: StudyUnion) -> [Row] {
        let locks = union.parts.map(\.results.lock)
        func row(_ name: String, _ value: (StudyLock) -> String) -> Row {
            Row(name: name, values: locks.map(value))
        }
        return Split.allCases.map { split in
            row("\(split.title) images") { Formatting.count($0.dataset.total(split)) }
        } + [
            row("data, digest") { String($0.dataset.fingerprint.prefix(12)) },
            row("program", \.program),
            row("processor", \.platform.cpu),
            row("instruction set", \.platform.instructionSet),
        ]
    }

    /// - Parameter names: of the studies.
    func markdown(_ names: [String]) -> Markdown {
        guard !rows.isEmpty else { return "All settings, the data and the machine are the same." }
        return Markdown.table(
            ["setting"] + names.map { Markdown($0) },
            Array(repeating: .left, count: names.count + 1),
            rows: rows.map { [Markdown.code($0.name)] + $0.values.map { Markdown($0) } })
    }
}
