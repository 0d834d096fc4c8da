package import JSON
package import Vocabulary

/// One of `k` folds is the validation split, the others are trained on: k-fold cross-validation, as
/// an axis over `fold`. All pictures of a group are in one fold, and every fold has its share of
/// each class. The folds of the same `k` and `seed` are parts of one partition.
package struct FoldSplit: SplitRule {
    package static let kind = "folds"
    package static let summary =
        "Cross-validation: one of k folds, by patient and stratified by class, is the validation split; sweep fold."
    package static let settings = [
        Setting("k", .integer(2...1000), default: 5, "How many folds there are."),
        Setting(
            "fold", .integer(0...999), default: nil,
            "The fold that is the validation split, from 0; for cross-validation, sweep dataset.split.fold."
        ),
        SplitRules.from, SplitRules.seed,
    ]

    private let k: Int
    private let fold: Int
    private let from: Set<Split>
    private let seed: UInt64

    /// - Throws: `SplitError` when there is no such fold.
    package init(_ values: SettingValues) throws {
        k = values.integer("k")
        fold = values.integer("fold")
        from = SplitRules.from(values)
        seed = UInt64(values.number("seed"))
        guard fold < k else { throw SplitError.noSuchFold(fold, k: k) }
    }

    package func splits(of pictures: [GroupedImage], in set: SplitContext) throws -> [Split?] {
        let pool = SplitPool(pictures, from: from, classes: set.classes.count)
        guard !pool.members.isEmpty else { throw SplitError.nothingToShare(set.root, from: from) }
        guard pool.groupCount >= k else { throw SplitError.tooFewGroups(pool.groupCount, k: k) }
        // What does not divide evenly goes to other folds for every class.
        var next = 0
        var targets = [[Int]](repeating: pool.counts.map { $0 / k }, count: k)
        for (label, count) in pool.counts.enumerated() {
            for _ in 0..<count % k {
                targets[next % k][label] += 1
                next += 1
            }
        }
        var result = pool.kept(pictures, replacing: [.train, .val])
        for (index, part) in pool.shares(targets, seed: seed) {
            result[index] = part == fold ? .val : .train
        }
        return result
    }
}
