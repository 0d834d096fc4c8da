import JSON
import Vocabulary

extension TrialReader {
    /// The training settings with the defaults of the task for settings that are not given: for
    /// several labels the loss `binaryCrossEntropy` and the metric `val_auroc`.
    /// - Returns: nil if an error was reported: a loss of another task, or a positive class if
    ///   images can have several labels.
    mutating func fitting(
        _ training: TrainingSettings, to dataset: DatasetSettings, in node: LocatedJSON
    ) -> TrainingSettings? {
        guard let catalog else { return training }
        var training = training
        let section = node["training"]
        let losses = catalog.multilabelLosses
        if dataset.task.isMultilabel {
            if section?["loss"] == nil, let name = losses.first {
                guard let loss = catalog.losses.first(where: { $0.kind == name }) else {
                    return nil
                }
                training.loss = Configuration(kind: name, values: SettingValues(loss.settings))
            }
            if section?["monitor"] == nil, catalog.metrics.contains(Self.multilabelMetric) {
                training.monitor = Self.multilabelMetric
            }
            if dataset.positiveClass != nil, let given = node["dataset"]?["positiveClass"] {
                report(
                    given.diagnostic(
                        .other(
                            "must be left out if dataset.task is multilabel, where each label has "
                                + "positive and negative images")))
                return nil
            }
        }
        guard losses.contains(training.loss.kind) == dataset.task.isMultilabel else {
            let given = section?["loss"] ?? node
            report(
                given.diagnostic(
                    .other(TrainingSettings.lossError(training.loss.kind, multilabel: losses))))
            return nil
        }
        return training
    }

    /// The metric that selects the best epoch if images can have several labels.
    private static let multilabelMetric = "val_auroc"
}

extension TrainingSettings {
    /// The message for a loss that does not fit the task.
    /// - Parameter losses: the losses of several labels.
    package static func lossError(_ kind: String, multilabel losses: [String]) -> String {
        losses.contains(kind)
            ? "\(kind) is a loss of several labels per image; set dataset.task to multilabel, or use "
                + "another loss, such as crossEntropy"
            : "\(kind) is a loss of classes that exclude each other, but dataset.task is multilabel; "
                + "use \(losses.joined(separator: ", "))"
    }
}

extension StudyReader {
    /// Reports sections that need classes which exclude each other, if the images of a trial can
    /// have several labels.
    mutating func checkTask(_ trials: [Trial], _ sections: [LocatedJSON?]) {
        guard trials.contains(where: { $0.settings.dataset.task.isMultilabel }) else { return }
        for section in sections.compactMap({ $0 }) {
            report(
                section.diagnostic(
                    .other(
                        "is for classes that exclude each other, but dataset.task is multilabel; "
                            + "leave it out")))
        }
    }
}
