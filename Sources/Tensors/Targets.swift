/// The targets of a batch: for each example a class, the probabilities of all classes, or the
/// targets of several labels.
package struct Targets: Sendable {
    /// The forms of targets.
    private enum Storage: Sendable {
        case classes([Int32])
        case distributions([Float], classes: [Int32])
        case labels(LabelTargets)
    }

    private let storage: Storage

    /// The targets of rows with one class each.
    package init(_ labels: [Int32]) { storage = .classes(labels) }

    /// - Parameter probabilities: `[N, classes]`, each row with a sum of 1.
    package init(probabilities: [Float], classes: Int) {
        precondition(probabilities.count % classes == 0, "rows of \(classes) probabilities")
        let labels = stride(from: 0, to: probabilities.count, by: classes).map { start in
            let row = probabilities[start..<start + classes]
            return Int32((row.argmax ?? start) - start)
        }
        storage = .distributions(probabilities, classes: labels)
    }

    /// The targets of rows with several labels each.
    package init(_ targets: LabelTargets) { storage = .labels(targets) }

    /// The class of each row that counts as correct, `[N]`; for probabilities, the most probable
    /// class.
    /// - Precondition: the rows have one class each.
    package var labels: [Int32] {
        switch storage {
        case .classes(let labels), .distributions(_, let labels): return labels
        case .labels: preconditionFailure("rows with several labels have no class")
        }
    }

    /// The probabilities, `[N, classes]`, each row with a sum of 1; nil: each row has its label
    /// with probability 1, or several labels.
    package var probabilities: [Float]? {
        if case .distributions(let probabilities, _) = storage { probabilities } else { nil }
    }

    /// The targets of rows with several labels; nil for rows with one class each.
    package var multilabel: LabelTargets? {
        if case .labels(let targets) = storage { targets } else { nil }
    }

    /// The number of rows.
    package var count: Int {
        switch storage {
        case .classes(let labels), .distributions(_, let labels): labels.count
        case .labels(let targets): targets.count
        }
    }
}

/// The targets of examples with several labels: N examples, L labels.
package struct LabelTargets: Sendable, Hashable {
    /// The number of labels, L, at least 1.
    package let labels: Int
    /// The target probability of each label, `[N, L]`: 1 for a positive label, 0 for a negative
    /// one, a number between for examples that are mixed from two; 0 where the label is ignored.
    package let probabilities: [Float]
    /// True where the label is not ignored, `[N, L]`.
    package let isKnown: [Bool]

    /// A row of a matrix, and the row that is mixed with it, with the fraction of the own one; nil:
    /// it is not mixed.
    package typealias Row = (image: Int, mixed: (other: Int, fraction: Float)?)

    /// The targets of the rows `images` of a matrix.
    package init(_ matrix: LabelMatrix, rows images: some Sequence<Int>) {
        self.init(matrix, mixing: images.map { Row($0, nil) })
    }

    /// The targets of rows, some of which are mixed with another one.
    ///
    /// A mixed row has the target `fraction * own + (1 - fraction) * other` for each label, as
    /// mixup defines it. Where one of both is ignored, the mixed label is ignored, since its target
    /// is unknown.
    package init(_ matrix: LabelMatrix, mixing rows: [Row]) {
        labels = matrix.labels
        var probabilities: [Float] = []
        var isKnown: [Bool] = []
        for (image, mixed) in rows {
            for label in 0..<labels {
                let own = matrix[image, label]
                let other = mixed.map { matrix[$0.other, label] } ?? own
                let fraction = mixed?.fraction ?? 1
                let known = own != .ignored && other != .ignored
                isKnown.append(known)
                probabilities.append(
                    known
                        ? (own == .positive ? fraction : 0)
                            + (other == .positive ? 1 - fraction : 0)
                        : 0)
            }
        }
        self.probabilities = probabilities
        self.isKnown = isKnown
    }

    /// The number of examples, N.
    package var count: Int { isKnown.count / labels }

    /// The states of the labels, `[N, L]`; for mixed examples the more probable ones.
    package var states: [LabelState] {
        zip(isKnown, probabilities).map { isKnown, probability in
            isKnown ? (probability >= 0.5 ? .positive : .negative) : .ignored
        }
    }
}
