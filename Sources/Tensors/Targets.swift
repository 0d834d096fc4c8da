/// The targets of a batch: a class, or probabilities of all classes, for each example.
package struct Targets: Sendable {
    /// The class of each row that counts as correct, `[N]`; for probabilities, the most probable
    /// class.
    package let labels: [Int32]
    /// The probabilities, `[N, classes]`, each row with a sum of 1; nil: each row has its label
    /// with probability 1.
    package let probabilities: [Float]?

    /// The targets of rows with one class each.
    package init(_ labels: [Int32]) {
        self.labels = labels
        probabilities = nil
    }

    /// - Parameter probabilities: `[N, classes]`, each row with a sum of 1.
    package init(probabilities: [Float], classes: Int) {
        precondition(probabilities.count % classes == 0, "rows of \(classes) probabilities")
        self.probabilities = probabilities
        labels = stride(from: 0, to: probabilities.count, by: classes).map { start in
            let row = probabilities[start..<start + classes]
            return Int32((row.argmax ?? start) - start)
        }
    }

    /// The number of rows.
    package var count: Int { labels.count }
}
