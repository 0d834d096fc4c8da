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

    /// The subgroups, or the reason why they are left out although the study names attributes; both
    /// are nil without attributes.
    static func of(
        _ results: StudyResults, _ comparison: Comparison, threshold: (TrialResult) -> Threshold?,
        replicates: Int
    ) -> (subgroups: StudySubgroups?, omission: String?) {
        guard let attributes = results.attributes else { return (nil, nil) }
        guard let trial = comparison.bestTrial else { return (nil, "no trial is complete") }
        guard let table = trial.matchingPredictions(.test) else {
            return (
                nil,
                "the predictions of \(trial.entry.id) on the test images are missing, or are not "
                    + "those of its best epoch"
            )
        }
        do throws(EvaluationError) {
            let subgroups = try StudySubgroups(
                trial, table, attributes, positive: results.lock.dataset.positiveClass, threshold,
                replicates: replicates)
            return (subgroups, nil)
        } catch {
            return (nil, "the predictions of \(trial.entry.id) on the test images: \(error)")
        }
    }

    /// - Throws: `EvaluationError` for probabilities that are not numbers.
    private init(
        _ trial: TrialResult, _ table: PredictionTable, _ attributes: StudyAttributes,
        positive: String?, _ threshold: (TrialResult) -> Threshold?, replicates: Int
    ) throws(EvaluationError) {
        let hasPositive = table.classes.count == 2 && positive != nil
        let threshold = hasPositive ? threshold(trial) : nil
        subgroups = try Subgroups(
            table, attributes.attributes(of: table.files), positive: positive,
            threshold: threshold?.value, replicates: replicates)
        self.trial = trial
        counts = table.predictions.labels.reduce(
            into: [Int](repeating: 0, count: table.classes.count)
        ) { $0[$1] += 1 }
        patients = table.patients
        unit = TableResampling(table, replicates: 1).unit
        hasThreshold = threshold != nil
    }
}
