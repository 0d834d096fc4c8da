/// The area under the ROC curve: the probability that an image of the class was given a higher probability of it than one
/// of the rest, ties counting half (Mann and Whitney). Not defined without images of both.
package struct AreaUnderROC: ClassMeasure {
    package init() {}

    package var name: String { "auroc" }
    package var title: String { "AUROC" }
    /// The two classes of a pair have the same area.
    package var isOfPositiveClass: Bool { false }

    package func value(_ answers: Answers, of column: Int) -> Double? {
        var (area, positives, negatives) = (0.0, 0.0, 0.0)
        answers.sweep(column) { _, above, aside in
            area += (aside - negatives) * (above + positives) / 2
            (positives, negatives) = (above, aside)
        }
        return share(area, positives * negatives)
    }
}
