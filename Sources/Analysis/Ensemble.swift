package import Evaluation
package import Results
package import Vocabulary

/// The ensemble of a configuration's trials: for each image of the evaluation split, the mean of
/// their probabilities.
package struct Ensemble: Sendable {
    /// The configuration's name.
    package let group: String
    /// The configuration's label, as reports show it.
    package let label: String
    /// The ids of the trials whose predictions are averaged, two or more.
    package let members: [String]
    /// The ids of the other trials of the configuration, which have no usable predictions.
    package let missing: [String]
    /// The mean predictions; the class of the largest mean probability is predicted.
    package let predictions: WeightedPredictions

    /// A configuration with several trials and without an ensemble.
    package struct Omission: Sendable, Hashable {
        /// The reason why there is no ensemble.
        package enum Reason: Sendable, Hashable {
            /// Fewer than two trials of all have usable predictions.
            case fewMembers(Int, of: Int)
            /// The trials' predictions are of different images, in order, label or class.
            case otherImages
        }

        /// The configuration's label.
        package let label: String
        package let reason: Reason
    }

    /// The ensembles of all configurations with several trials, in the study's order, and the
    /// configurations without one.
    ///
    /// Both are empty if no trial has predictions, and for folds that are evaluated on their own
    /// validation images: they have no images in common.
    /// - Parameter predictions: the usable predictions of each trial, by id and split.
    package static func all(
        _ results: StudyResults, split: Split,
        predictions: [String: [Split: WeightedPredictions]]
    ) -> (ensembles: [Ensemble], omissions: [Omission]) {
        let hasPredictions = predictions.values.contains { $0[split] != nil }
        guard hasPredictions, split == .test || !results.hasFolds else { return ([], []) }
        var (ensembles, omissions): ([Ensemble], [Omission]) = ([], [])
        let trials = Dictionary(grouping: results.trials, by: \.entry.group)
        let entries = Dictionary(grouping: results.lock.trials, by: \.group)
        for group in results.lock.trials.map(\.group).unique {
            guard let planned = entries[group], let first = planned.first, planned.count > 1 else {
                continue
            }
            let label = results.label(first)
            let members = trials[group, default: []].filter {
                predictions[$0.entry.id]?[split] != nil
            }
            guard members.count > 1 else {
                omissions.append(
                    Omission(
                        label: label, reason: .fewMembers(members.count, of: planned.count)))
                continue
            }
            let mean = PredictionTable.mean(of: members.compactMap { $0.predictions[split] })
            let positive = results.lock.dataset.positiveClass
            guard let weighted = mean.flatMap({ try? $0.weighted(positive: positive) }) else {
                omissions.append(Omission(label: label, reason: .otherImages))
                continue
            }
            let ids = members.map(\.entry.id)
            ensembles.append(
                Ensemble(
                    group: group, label: label, members: ids,
                    missing: planned.map(\.id).filter { !ids.contains($0) },
                    predictions: weighted))
        }
        return (ensembles, omissions)
    }
}
