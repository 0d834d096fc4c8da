/// Groups, such as patients, whose pictures are in more than one split.
package struct Leakage: Sendable, Hashable {
    /// One of them.
    package struct Group: Sendable, Hashable {
        package var name: String
        /// The pictures in each split that has any.
        package var counts: [Split: Int]

        /// Such as `person3_bacteria (train 2, val 1)`.
        package var text: String {
            let parts = Split.allCases.compactMap { split in
                counts[split].map { "\(split.rawValue) \($0)" }
            }
            return "\(name) (\(parts.joined(separator: ", ")))"
        }
    }

    /// Sorted by name.
    package var groups: [Group]

    package init(_ dataset: Dataset) {
        var counts: [String: [Split: Int]] = [:]
        for split in dataset.splits {
            for group in dataset.groups(of: dataset.samples(split)) {
                if let group { counts[group, default: [:]][split, default: 0] += 1 }
            }
        }
        groups = counts.filter { $0.value.count > 1 }.map { Group(name: $0, counts: $1) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
