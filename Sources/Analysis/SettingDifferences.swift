package import Studies
import Vocabulary

/// Tables of settings with a column for each trial.
package enum SettingDifferences {
    /// The settings in which trials differ, each by its dotted path with its value in every trial;
    /// nil if a trial does not have the setting, or if its settings are unknown.
    package static func of(_ settings: [RecordedSettings?]) -> [(name: String, values: [String?])] {
        rows(settings.map { $0.map { SettingLeaves.all($0.json) } ?? [] })
            .filter { Set($0.values).count > 1 }
    }

    /// A row for each name with its value in every column; nil if a column does not have the name.
    /// Rows are in the order in which the names first appear in the columns.
    package static func rows(
        _ columns: [[(name: String, value: String)]]
    ) -> [(name: String, values: [String?])] {
        columns.flatMap { $0.map(\.name) }.unique.map { name in
            (name, columns.map { column in column.first { $0.name == name }?.value })
        }
    }
}
