/// The parts of a data set.
package enum Split: String, Sendable, Hashable, CaseIterable {
    case train, val, test
}

/// One picture of a data set.
package struct Sample: Sendable, Hashable {
    /// Relative to the set's root: `train/NORMAL/a.jpeg`.
    package var path: String
    /// The index of its class in `Dataset.classes`.
    package var label: Int

    package init(path: String, label: Int) {
        self.path = path
        self.label = label
    }
}

/// The index of a folder `{train,val,test}/<class>/<picture>`: which pictures there are, and of
/// which class.
///
/// Pictures are `.jpeg`, `.jpg` and `.png` files in any case, in the order of their paths. Hidden
/// files (`.DS_Store`, `._*`), `__MACOSX` and everything deeper are no part of the set.
package struct Dataset: Sendable, Hashable {
    /// The absolute path of the folder.
    package let root: String
    /// The names of the classes, sorted; a label is an index into them.
    package let classes: [String]
    private let samplesBySplit: [Split: [Sample]]

    /// Reads the folder's index.
    /// - Parameter limit: at most so many pictures of a split, evenly over its classes and its
    ///   order.
    /// - Throws: `DatasetError`.
    package init(root: String, limit: [Split: Int] = [:]) throws {
        let scan = try DatasetScan(root: root)
        self.root = scan.root
        classes = scan.classes
        samplesBySplit = Dictionary(
            uniqueKeysWithValues: scan.files.map { split, files in
                (split, Self.samples(split, files, classes: scan.classes, limit: limit[split]))
            })
    }

    /// The splits that the folder holds, in the order train, val, test.
    package var splits: [Split] { Split.allCases.filter { samplesBySplit[$0] != nil } }

    /// The pictures of `split`, sorted by path; empty when the folder has no such split.
    package func samples(_ split: Split) -> [Sample] { samplesBySplit[split] ?? [] }

    /// The number of pictures of each class in `split`, in the order of `classes`.
    package func counts(_ split: Split) -> [Int] {
        samples(split).reduce(into: [Int](repeating: 0, count: classes.count)) { counts, sample in
            counts[sample.label] += 1
        }
    }

    /// The accuracy of always naming the split's most frequent class; nil for an empty split.
    package func majorityBaseline(_ split: Split) -> Double? {
        let counts = counts(split)
        let total = counts.reduce(0, +)
        return total == 0 ? nil : Double(counts.max() ?? 0) / Double(total)
    }

    /// The absolute path of a sample's file.
    package func path(_ sample: Sample) -> String { root + "/" + sample.path }

    private static func samples(
        _ split: Split, _ files: [[String]], classes: [String], limit: Int?
    ) -> [Sample] {
        let shares = Stratification.shares(of: files.map(\.count), limit: limit)
        return zip(files, shares).enumerated().flatMap { label, part in
            Stratification.evenlySpaced(part.1, of: part.0.count).map {
                Sample(path: "\(split.rawValue)/\(classes[label])/\(part.0[$0])", label: label)
            }
        }
    }
}
