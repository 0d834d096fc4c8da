package import JSON
package import Vocabulary

/// Identifies a stored set of features among those of a trial: the images of a split as they are,
/// or an augmented view of them.
package struct FeatureSetID: Sendable, Hashable {
    package let split: Split
    /// The index of the augmented view, from 0: the number of the first epoch that sees the images
    /// so; nil: the images as they are.
    package let view: Int?

    package init(split: Split, view: Int? = nil) {
        self.split = split
        self.view = view
    }

    /// The name in lock files and jobs: `train`, or `train view 1` for the first view.
    private var name: String { view.map { "\(split.rawValue) view \($0 + 1)" } ?? split.rawValue }

    /// Reads a name in the form that `name` has; nil for any other text.
    private init?(name: String) {
        let words = name.split(separator: " ", omittingEmptySubsequences: false)
        guard let split = words.first.flatMap({ Split(rawValue: String($0)) }) else { return nil }
        let view = words.count == 3 ? Int(words[2]).map { $0 - 1 } : nil
        self.init(split: split, view: view)
        guard self.name == name, view ?? 0 >= 0 else { return nil }
    }

    /// The JSON object of the keys of sets, by name and sorted by name.
    package static func json(_ keys: [FeatureSetID: String]) -> JSONValue {
        JSONValue(texts: Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $1) }))
    }

    /// Reads keys of sets from the texts of a JSON object, by name.
    /// - Returns: nil if a name is not that of a set.
    package static func keys(_ texts: [String: String]) -> [FeatureSetID: String]? {
        var keys: [FeatureSetID: String] = [:]
        for (name, key) in texts {
            guard let id = FeatureSetID(name: name) else { return nil }
            keys[id] = key
        }
        return keys
    }
}
