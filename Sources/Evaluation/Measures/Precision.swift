/// The share of the images called a class that are of it: `TP / (TP + FP)`. Not defined when none was called so.
package struct Precision: ClassMeasure {
    package init() {}

    package var name: String { "precision" }
    package var title: String { "precision" }
    package var isShare: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ answers: Answers, of column: Int) -> Double? {
        let counts = answers.counts(of: column)
        return share(counts.truePositives, counts.truePositives + counts.falsePositives)
    }
}
