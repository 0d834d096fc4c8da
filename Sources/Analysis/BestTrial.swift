import Evaluation
package import Results
import Vocabulary

/// The trial that stands for a study where one is needed: of the configuration that is best on
/// validation, whatever the results on test images are.
package struct BestTrial: Sendable {
    /// The trial's id.
    package let id: String
    /// The ids of all trials of its configuration.
    package let configuration: [String]
    /// A sentence on why it is the best one, for messages.
    package let reason: String

    /// Chooses the trial.
    /// - Returns: nil if no trial is finished, or if there are several configurations and nothing
    ///   to choose one by.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package init?(_ folder: ResultsFolder) throws {
        let results = try StudyResults(folder)
        let choice = StudyChoice(results)
        let only = results.groups.count == 1 ? results.groups.first : nil
        guard let group = choice.winners.first?.group ?? choice.candidates.first?.group ?? only,
            let trial = choice.bestTrial(of: group)
        else { return nil }
        let why =
            if !choice.winners.isEmpty {
                "a trial of the configuration that validation chose"
            } else if let metric = choice.metric, !choice.candidates.isEmpty {
                "a trial of the configuration with the best \(metric.name), although its lead does "
                    + "not suffice for a choice"
            } else {
                "a trial of the only configuration"
            }
        id = trial.entry.id
        configuration = group.trials.map(\.entry.id)
        reason = "\(id): \(why)"
    }
}
