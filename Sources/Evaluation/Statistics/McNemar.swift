/// McNemar's exact test (1947): the paired comparison of the accuracies of two classifiers on the
/// same images. Only images on which one of the classifiers is correct and the other is not matter.
package struct McNemar: Sendable, Hashable {
    /// The number of images that only the first classifier predicts correctly, b.
    package let onlyFirst: Int
    /// The number of images that only the second classifier predicts correctly, c.
    package let onlySecond: Int

    /// A comparison from both counts, none negative.
    package init(onlyFirst: Int, onlySecond: Int) {
        precondition(onlyFirst >= 0 && onlySecond >= 0)
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
    }

    /// Counts the images.
    /// - Parameters:
    ///   - first: true for each image that the first classifier predicts correctly, `[N]`.
    ///   - second: the same of the second classifier, for the same images in the same order, `[N]`.
    package init(first: [Bool], second: [Bool]) {
        precondition(first.count == second.count)
        let pairs = zip(first, second)
        self.init(
            onlyFirst: pairs.count(where: { $0 && !$1 }),
            onlySecond: pairs.count(where: { !$0 && $1 }))
    }

    /// The two-sided p-value of the hypothesis that both classifiers are equally accurate: that of
    /// the exact binomial test of b successes in b + c trials with probability 1/2. It is 1 if both
    /// counts are 0.
    package var pValue: Double {
        Statistics.mcNemar(onlyFirst: onlyFirst, onlySecond: onlySecond)
    }
}
