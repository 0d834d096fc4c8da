package import Evaluation
package import Results
import Studies
package import Vocabulary

/// The out-of-fold predictions of one configuration and seed: a cross-validation predicts each
/// image of its folds once, by the trial that has the image's fold as its validation split and was
/// not trained on it.
package struct OutOfFoldPredictions: Sendable {
    /// The configuration's name.
    package let group: String
    /// The configuration's label, as reports show it.
    package let label: String
    /// The seed of the trials.
    package let seed: UInt64
    /// The trials, one for each fold, in the order of the folds.
    package let trials: [TrialResult]
    /// The predictions of all folds, in the order of the folds.
    package let table: PredictionTable
    /// The fold of each image, `[N]`.
    package let folds: [String]

    /// A configuration and seed whose folds do not predict each image exactly once.
    package struct Omission: Sendable, Hashable {
        /// The reason why there is no set of predictions.
        package enum Reason: Sendable, Hashable {
            /// Folds without usable predictions, of a number of folds.
            case missingFolds([String], of: Int)
            /// Images that several folds, or one fold twice, predict, with an example.
            case repeatedImages(Int, example: String)
            /// Fewer or more images than the training and validation images together.
            case otherCount(Int, expected: Int)
            /// A limit leaves out validation images.
            case limited(Int)
            /// The folds have different classes.
            case otherClasses
            /// The images or their classes are not those of another seed.
            case otherImages(seed: UInt64)
        }

        /// The configuration's label.
        package let label: String
        package let seed: UInt64
        package let reason: Reason
    }

    /// The out-of-fold predictions of all configurations and seeds of a cross-validation, in the
    /// study's order, and those that are left out. Both are empty for other studies.
    /// - Parameter predictions: the usable predictions of each trial, by id and split.
    package static func all(
        _ results: StudyResults, predictions: [String: [Split: WeightedPredictions]]
    ) -> (sets: [OutOfFoldPredictions], omissions: [Omission]) {
        let axis = results.lock.axes.first { $0.isOfFolds && $0.labels.count > 1 }
        guard let axis else { return ([], []) }
        var (sets, omissions): ([OutOfFoldPredictions], [Omission]) = ([], [])
        // A trial without a fold is of another study, which is compared with this one.
        let entries = results.lock.trials.filter { $0.coordinates[axis.path] != nil }
        for group in entries.map(\.group).unique {
            let planned = entries.filter { $0.group == group }
            var first: OutOfFoldPredictions?
            for seed in planned.map(\.seed).unique {
                let usable = results.trials.filter { trial in
                    trial.entry.group == group && trial.entry.seed == seed
                        && trial.entry.coordinates[axis.path] != nil
                        && predictions[trial.entry.id]?[.val] != nil
                }
                let label = planned.first.map(results.label) ?? group
                let set = Self.set(group, label, seed, usable, axis, results)
                switch (set, first) {
                case (.failure(let reason), _):
                    omissions.append(Omission(label: label, seed: seed, reason: reason))
                case (.success(let set), let other?) where !set.hasSameImages(as: other):
                    omissions.append(
                        Omission(
                            label: label, seed: seed, reason: .otherImages(seed: other.seed)))
                case (.success(let set), _):
                    sets.append(set)
                    first = first ?? set
                }
            }
        }
        return (sets, omissions)
    }

    private enum Outcome {
        case success(OutOfFoldPredictions)
        case failure(Omission.Reason)
    }

    private static func set(
        _ group: String, _ label: String, _ seed: UInt64, _ usable: [TrialResult],
        _ axis: Study.Axis, _ results: StudyResults
    ) -> Outcome {
        func fold(_ trial: TrialResult) -> String { trial.entry.coordinates[axis.path] ?? "" }
        let folds = expectedFolds(group, axis, results)
        let found = Set(usable.map(fold))
        let missing = folds.filter { !found.contains($0) }
        guard missing.isEmpty else { return .failure(.missingFolds(missing, of: folds.count)) }
        if let limit = usable.compactMap({ $0.limit(.val) }).first {
            return .failure(.limited(limit))
        }
        let trials = folds.flatMap { name in usable.filter { fold($0) == name } }
        let tables = trials.compactMap { $0.predictions[.val] }
        guard let first = tables.first, tables.allSatisfy({ $0.classes == first.classes }) else {
            return .failure(.otherClasses)
        }
        let files = tables.flatMap(\.files)
        var counts: [String: Int] = [:]
        for file in files { counts[file, default: 0] += 1 }
        let repeated = counts.filter { $0.value > 1 }.keys.sorted()
        if let example = repeated.first {
            return .failure(.repeatedImages(repeated.count, example: example))
        }
        if let expected = expectedImages(trials, results), expected != files.count {
            return .failure(.otherCount(files.count, expected: expected))
        }
        return .success(
            OutOfFoldPredictions(
                group: group, label: label, seed: seed, trials: trials,
                table: PredictionTable(
                    classes: first.classes, files: files, groups: tables.flatMap(\.groups),
                    predictions: Predictions(
                        labels: tables.flatMap(\.predictions.labels),
                        predicted: tables.flatMap(\.predictions.predicted),
                        probabilities: tables.flatMap(\.predictions.probabilities),
                        classes: first.classes.count)),
                folds: zip(trials, tables).flatMap { trial, table in
                    table.files.map { _ in fold(trial) }
                }))
    }

    /// The folds of the configuration's cross-validation: `k` of them, or those of the study if `k`
    /// is not recorded.
    private static func expectedFolds(
        _ group: String, _ axis: Study.Axis, _ results: StudyResults
    ) -> [String] {
        let splits = results.trials.filter { $0.entry.group == group }.compactMap {
            $0.record.settings.dataset?.split
        }
        let counts = splits.filter { $0.kind == "folds" }.compactMap {
            $0.values.optionalNumber("k").flatMap { Int(exactly: $0) }
        }
        guard let k = counts.max(), k > 1 else { return axis.labels }
        return (0..<k).map { "\($0)" }
    }

    /// The number of images of all folds: the training and validation images of the study; nil if
    /// it is unknown, because the lock has those of another configuration or a limit leaves out
    /// training images.
    private static func expectedImages(
        _ trials: [TrialResult], _ results: StudyResults
    ) -> Int? {
        let dataset = results.lock.dataset
        let isKnown =
            !results.variesDataOfConfigurations && !results.isUnion
            && dataset.total(.train) > 0 && dataset.total(.val) > 0
            && trials.allSatisfy { $0.limit(.train) == nil }
        return isKnown ? dataset.total(.train) + dataset.total(.val) : nil
    }

    private func hasSameImages(as other: OutOfFoldPredictions) -> Bool {
        func labels(_ set: OutOfFoldPredictions) -> [String: String] {
            Dictionary(
                zip(set.table.files, set.table.predictions.labels.map { set.table.classes[$0] }),
                uniquingKeysWith: { first, _ in first })
        }
        return table.classes == other.table.classes && labels(self) == labels(other)
    }
}

extension TrialResult {
    /// The largest number of images of a split that the trial's settings allow; nil: all.
    fileprivate func limit(_ split: Split) -> Int? {
        record.settings.dataset?.limit[split.rawValue]
    }
}
