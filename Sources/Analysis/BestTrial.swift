import Evaluation
package import Results
import Vocabulary

/// The trial that stands for a study: the one whose predictions the report shows.
package struct BestTrial: Sendable {
    /// The trial's id.
    package let id: String
    /// The ids of all trials of its configuration.
    package let configuration: [String]
    /// A sentence on why it is the best one, for messages.
    package let reason: String

    /// Chooses the trial as the report does.
    /// - Returns: nil if no trial is finished.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package init?(_ folder: ResultsFolder) throws {
        let comparison = Comparison(try StudyResults(folder))
        guard let trial = comparison.bestTrial else { return nil }
        let why =
            comparison.isChosen
            ? "a trial of the configuration that validation chose"
            : "a trial of the configuration with the highest \(comparison.split.title) accuracy; "
                + "nothing was chosen"
        id = trial.entry.id
        configuration = comparison.first?.group.trials.map(\.entry.id) ?? []
        reason = "\(id): \(why)"
    }
}
