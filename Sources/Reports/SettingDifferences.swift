package import Settings

/// The settings in which trials differ.
package enum SettingDifferences {
    /// Each by its dotted path with its value in every trial; nil where a trial has no such setting, or is not known.
    package static func of(_ settings: [JSON?]) -> [(name: String, values: [String?])] {
        let leaves = settings.map { $0.map { SettingLeaves.all($0) } ?? [] }
        var names: [String] = []
        for name in leaves.flatMap({ $0.map(\.name) }) where !names.contains(name) {
            names.append(name)
        }
        return names.compactMap { name in
            let values = leaves.map { leaves in leaves.first { $0.name == name }?.value }
            return Set(values).count > 1 ? (name, values) : nil
        }
    }
}
