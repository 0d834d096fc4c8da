import JSON
package import Vocabulary

/// A new validation split, and optionally a new test split. All images of a group are in the same
/// split, and every split has the same proportion of each class.
package struct GroupedSplit: SplitRule {
    package static let kind = "grouped"
    package static let summary =
        "A new validation split and optionally a new test split, by patient and stratified by class."
    package static let settings = [
        Setting(
            "validation", .number(NumberRange(0, 1, includesLower: false, includesUpper: false)),
            default: 0.1, "The fraction of the images for the validation split."),
        Setting(
            "test", .number(NumberRange(0, 1, includesLower: false, includesUpper: false)),
            default: .null,
            "The fraction of the images for a new test split; null: the test split of the data set is kept."
        ),
        SplitRules.from, SplitRules.seed,
    ]

    private let validation: Double
    private let test: Double?
    private let from: Set<Split>
    private let seed: UInt64

    /// - Throws: `SplitError` if no training images are left.
    package init(_ values: SettingValues) throws {
        validation = values.number("validation")
        test = values.optionalNumber("test")
        from = SplitRules.from(values)
        seed = UInt64(values.number("seed"))
        guard validation + (test ?? 0) < 1 else {
            throw SplitError.nothingLeft(validation: validation, test: test ?? 0)
        }
    }

    package func splits(of images: [GroupedImage], in set: SplitContext) throws -> [Split?] {
        let pool = SplitPool(images, from: from, in: set)
        guard !pool.members.isEmpty else { throw SplitError.noImages(set.root, from: from) }
        var targets = [pool.counts, [], []]
        targets[1] = pool.counts.map { Self.part(validation, of: $0) }
        targets[2] = pool.counts.map { Self.part(test ?? 0, of: $0) }
        targets[0] = pool.counts.indices.map { pool.counts[$0] - targets[1][$0] - targets[2][$0] }
        var result = pool.kept(
            images, replacing: test == nil ? [.train, .val] : Set(Split.allCases))
        let parts: [Split] = [.train, .val, .test]
        for (index, part) in pool.parts(targets, seed: seed) { result[index] = parts[part] }
        for split in test == nil ? [Split.train, .val] : Split.allCases
        where !result.contains(split) {
            throw SplitError.emptyPart(
                set.root, split, groups: pool.groupCount, images: pool.members.count)
        }
        return result
    }

    /// The number of images in a part; at least one if the class has more than two.
    private static func part(_ fraction: Double, of count: Int) -> Int {
        let part = Int((fraction * Double(count)).rounded())
        return fraction > 0 && count > 2 ? max(1, part) : part
    }
}
