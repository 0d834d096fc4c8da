package import Vocabulary

/// A public data set and the number of its images.
package struct KnownSet: Sendable {
    /// The name of the data set for messages.
    package let name: String
    /// The names of the classes, sorted.
    package let classes: [String]
    /// The number of images of each class.
    package let counts: [Split: [Int]]

    /// The chest X-rays of Kermany, Zhang and Goldbaum, in the version on Kaggle.
    package static let chestXRay = KnownSet(
        name: "chest-xray-pneumonia", classes: ["NORMAL", "PNEUMONIA"],
        counts: [.train: [1341, 3875], .val: [8, 8], .test: [234, 390]])

    /// The known data set that matches the classes and file names of a data set; nil if there is
    /// none.
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

    /// True if a data set has about as many images as this one. Otherwise it is a part of it or
    /// consists of synthetic images, and differences are not reported.
    package func isMeant(by dataset: Dataset) -> Bool {
        let whole = counts.values.reduce(0) { $0 + $1.reduce(0, +) }
        let found = dataset.splits.reduce(0) { $0 + dataset.samples($1).count }
        return abs(found - whole) <= whole / 10
    }

    /// The differences from the public counts, for messages; empty if there are none.
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
