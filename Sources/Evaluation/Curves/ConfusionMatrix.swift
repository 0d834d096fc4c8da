/// How many images of each class were given each class.
package struct ConfusionMatrix: Sendable, Hashable {
    /// [K, K]: true classes by given classes, weighted.
    package let counts: [[Double]]

    package init(_ answers: Answers) {
        let row = [Double](repeating: 0, count: answers.classes)
        var counts = [[Double]](repeating: row, count: answers.classes)
        for image in answers.labels.indices {
            counts[answers.labels[image]][answers.predicted[image]] += answers.weights[image]
        }
        self.counts = counts
    }

    /// The share of a class's images that was given each class; nil without images of it.
    package func shares(of label: Int) -> [Double]? {
        let total = counts[label].reduce(0, +)
        return total > 0 ? counts[label].map { $0 / total } : nil
    }
}
