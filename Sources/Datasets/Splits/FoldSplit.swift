import JSON
package import Vocabulary

/// k-fold cross-validation: one of `k` folds is the validation split, the others are the training
/// split; `fold` is swept. All images of a group are in one fold, and every fold has the same
/// proportion of each class. The folds of the same `k` and `seed` form one partition.
package struct FoldSplit: SplitRule {
    package static let kind = "folds"
    package static let summary =
        "Cross-validation: one of k folds, by patient and stratified by class, is the validation split; sweep dataset.split.fold."
    package static let settings = [
        Setting("k", .integer(2...1000), default: 5, "The number of folds."),
        Setting(
            "fold", .integer(0...999), default: nil,
            "The index of the fold that is the validation split, from 0."
        ),
        SplitRules.from, SplitRules.seed,
    ]

    private let k: Int
    private let fold: Int
    private let from: Set<Split>
    private let seed: UInt64

    /// - Throws: `SplitError` if `fold` is not less than `k`.
    package init(_ values: SettingValues) throws {
        k = values.integer("k")
        fold = values.integer("fold")
        from = SplitRules.from(values)
        seed = UInt64(values.number("seed"))
        guard fold < k else { throw SplitError.noSuchFold(fold, k: k) }
    }

    package func splits(of images: [GroupedImage], in set: SplitContext) throws -> [Split?] {
        let pool = SplitPool(images, from: from, in: set)
        guard !pool.members.isEmpty else { throw SplitError.noImages(set.root, from: from) }
        guard pool.groupCount >= k else { throw SplitError.tooFewGroups(pool.groupCount, k: k) }
        // The remainders of different classes go to different folds.
        var next = 0
        var targets = [[Int]](repeating: pool.counts.map { $0 / k }, count: k)
        for (label, count) in pool.counts.enumerated() {
            for _ in 0..<count % k {
                targets[next % k][label] += 1
                next += 1
            }
        }
        var result = pool.kept(images, replacing: [.train, .val])
        for (index, part) in pool.parts(targets, seed: seed) {
            result[index] = part == fold ? .val : .train
        }
        return result
    }
}
