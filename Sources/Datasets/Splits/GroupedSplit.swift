package import JSON
package import Vocabulary

/// A new validation split, and a new test split if one is asked for: all pictures of a group fall
/// on one side, and every class keeps its share.
package struct GroupedSplit: SplitRule {
    package static let kind = "grouped"
    package static let summary =
        "A new validation split, and if asked a new test split, by patient and stratified by class."
    package static let settings = [
        Setting(
            "validation", .number(NumberRange(0, 1, includesLower: false, includesUpper: false)),
            default: 0.1, "The share of the images that becomes the validation split."),
        Setting(
            "test", .number(NumberRange(0, 1, includesLower: false, includesUpper: false)),
            default: .null,
            "The share that becomes a new test split; null: the set's own stays."),
        SplitRules.from, SplitRules.seed,
    ]

    private let validation: Double
    private let test: Double?
    private let from: Set<Split>
    private let seed: UInt64

    /// - Throws: `SplitError` when nothing is left to train on.
    package init(_ values: SettingValues) throws {
        validation = values.number("validation")
        test = values.optionalNumber("test")
        from = SplitRules.from(values)
        seed = UInt64(values.number("seed"))
        guard validation + (test ?? 0) < 1 else {
            throw SplitError.nothingLeft(validation: validation, test: test ?? 0)
        }
    }

    package func splits(of pictures: [GroupedImage], in set: SplitContext) throws -> [Split?] {
        let pool = SplitPool(pictures, from: from, classes: set.classes.count)
        guard !pool.members.isEmpty else { throw SplitError.nothingToShare(set.root, from: from) }
        var targets = [pool.counts, [], []]
        targets[1] = pool.counts.map { Self.part(validation, of: $0) }
        targets[2] = pool.counts.map { Self.part(test ?? 0, of: $0) }
        targets[0] = pool.counts.indices.map { pool.counts[$0] - targets[1][$0] - targets[2][$0] }
        var result = pool.kept(
            pictures, replacing: test == nil ? [.train, .val] : Set(Split.allCases))
        let parts: [Split] = [.train, .val, .test]
        for (index, part) in pool.shares(targets, seed: seed) { result[index] = parts[part] }
        for split in test == nil ? [Split.train, .val] : Split.allCases
        where !result.contains(split) {
            throw SplitError.emptyPart(
                set.root, split, groups: pool.groupCount, images: pool.members.count)
        }
        return result
    }

    /// At least one picture of a class that has several.
    private static func part(_ share: Double, of count: Int) -> Int {
        let part = Int((share * Double(count)).rounded())
        return share > 0 && count > 2 ? max(1, part) : part
    }
}
