package import Studies
import Vocabulary

/// Settings side by side, and those in which trials differ.
package enum SettingDifferences {
    /// Each by its dotted path with its value in every trial; nil where a trial has no such
    /// setting, or is not known.
    package static func of(_ settings: [RecordedSettings?]) -> [(name: String, values: [String?])] {
        rows(settings.map { $0.map { SettingLeaves.all($0.json) } ?? [] })
            .filter { Set($0.values).count > 1 }
    }

    /// The values of each name in every column, in the order in which columns have them.
    package static func rows(
        _ columns: [[(name: String, value: String)]]
    ) -> [(name: String, values: [String?])] {
        columns.flatMap { $0.map(\.name) }.unique.map { name in
            (name, columns.map { column in column.first { $0.name == name }?.value })
        }
    }
}
