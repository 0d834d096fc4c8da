package import Evaluation
package import Results
import Vocabulary

/// The subgroups of the test images, for the trial whose predictions the report shows.
package struct StudySubgroups: Sendable {
    /// The trial.
    package let trial: TrialResult
    /// The metrics by subgroup, at the trial's threshold if it has one.
    package let subgroups: Subgroups
    /// The number of test images of each class.
    package let counts: [Int]
    /// The number of patients; nil if they are unknown.
    package let patients: Int?
    /// The unit of the intervals: `images` or `patients`.
    package let unit: String
    /// Whether the classes are predicted by the threshold that validation chose.
    package let hasThreshold: Bool

    /// - Returns: nil without attributes, and if the trial has no predictions of test images that
    ///   have them.
    init?(
        _ results: StudyResults, _ comparison: Comparison, threshold: (TrialResult) -> Threshold?,
        replicates: Int
    ) {
        guard let attributes = results.attributes, let trial = comparison.bestTrial,
            let table = trial.matchingPredictions(.test), !table.files.isEmpty
        else { return nil }
        let positive = results.lock.dataset.positiveClass
        let hasPositive = table.classes.count == 2 && positive != nil
        let threshold = hasPositive ? threshold(trial) : nil
        guard
            let subgroups = try? Subgroups(
                table, attributes.attributes(of: table.files), positive: positive,
                threshold: threshold?.value, replicates: replicates)
        else { return nil }
        self.trial = trial
        self.subgroups = subgroups
        counts = table.predictions.labels.reduce(
            into: [Int](repeating: 0, count: table.classes.count)
        ) { $0[$1] += 1 }
        patients = table.patients
        unit = TableResampling(table, replicates: 1).unit
        hasThreshold = threshold != nil
    }
}
