package import Vocabulary

/// A public data set and how many images it has.
package struct KnownSet: Sendable {
    /// Its name for people.
    package let name: String
    /// The names of the classes, sorted.
    package let classes: [String]
    /// Images of each class.
    package let counts: [Split: [Int]]

    /// The set of Kermany, Zhang and Goldbaum as Kaggle has it.
    package static let chestXRay = KnownSet(
        name: "chest-xray-pneumonia", classes: ["NORMAL", "PNEUMONIA"],
        counts: [.train: [1341, 3875], .val: [8, 8], .test: [234, 390]])

    /// The known set that this one looks like by its classes and the names of its files.
    package init?(like dataset: Dataset) {
        guard dataset.classes == Self.chestXRay.classes, dataset.groupPattern?.name == "chest-xray"
        else { return nil }
        self = Self.chestXRay
    }

    private init(name: String, classes: [String], counts: [Split: [Int]]) {
        self.name = name
        self.classes = classes
        self.counts = counts
    }

    /// Whether a set was meant to be this one as a whole: of a small part of it, or of drawn
    /// images, there is nothing to say.
    package func isMeant(by dataset: Dataset) -> Bool {
        let whole = counts.values.reduce(0) { $0 + $1.reduce(0, +) }
        let found = dataset.splits.reduce(0) { $0 + dataset.samples($1).count }
        return abs(found - whole) <= whole / 10
    }

    /// What differs from the public counts, for people; empty when nothing does.
    package func differences(of dataset: Dataset) -> [String] {
        Split.allCases.flatMap { split in
            zip(classes, zip(counts[split] ?? [], dataset.counts(split))).compactMap {
                name, counts in
                counts.0 == counts.1
                    ? nil
                    : "\(split.rawValue)/\(name): expected \(counts.0) images, got \(counts.1)"
            }
        }
    }
}
