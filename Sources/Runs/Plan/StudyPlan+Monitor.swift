package import Datasets
package import Evaluation
package import JSON
package import Studies
package import Training
package import Vocabulary

extension Trial {
    /// The trial as it is trained on its data. Without a validation split nothing is chosen by
    /// training figures: the last epoch counts, which is `none` for the monitored metric, unless
    /// the study names a training metric.
    /// - Returns: with what the reader should know.
    /// - Throws: `UnsupportedSetting` where a setting needs what the data do not have.
    package func monitored(on data: TrialData) throws -> (Trial, note: String?) {
        let monitor = MonitoredMetric(settings.training.monitor)
        guard let monitor else {
            try refuseFollowers { "needs a metric to follow; training.monitor is none" }
            return (self, nil)
        }
        guard monitor.part == .val else {
            return (self, "training.monitor is \(monitor.name): \(Self.trainingFigures)")
        }
        guard let labels = data.splits[.val]?.samples.map(\.label), !labels.isEmpty else {
            let remedy = "\(data.dataset.root) has none: \(Self.remedy)"
            try refuseFollowers { "needs a validation split; \(remedy)" }
            guard monitor == .usual else {
                throw UnsupportedSetting(
                    path: "training.monitor",
                    message: "\(monitor.name) needs a validation split; \(remedy)")
            }
            var trial = self
            trial.settings.training.monitor = MonitoredMetric.none
            return (
                trial,
                "\(data.dataset.root): there is no validation split, so nothing is chosen: the last epoch of every trial "
                    + "counts, and configurations are only described; \(Self.remedy)"
            )
        }
        return (self, try note(monitor, labels, data))
    }

    private static let remedy =
        "dataset.split {\"kind\": \"grouped\", \"validation\": 0.1} takes one from the training images"
    private static let trainingFigures =
        "epochs and configurations are chosen by training figures, which do not tell how a network does on other images"

    /// Refuses what follows a metric while a network trains.
    private func refuseFollowers(_ reason: () -> String) throws {
        let training = settings.training
        func refuse(_ path: String) -> UnsupportedSetting {
            UnsupportedSetting(path: path, message: reason())
        }
        if training.patience != nil { throw refuse("training.patience") }
        if training.pruning != nil { throw refuse("training.pruning") }
        if try Schedules.all.make(settings.schedule)?.followsMetric == true {
            throw refuse("schedule")
        }
    }

    /// That the metric tells nothing on these images is an error; what it refers to, a note.
    private func note(
        _ monitor: MonitoredMetric, _ labels: [Int], _ data: TrialData
    ) throws -> String? {
        let classes = data.dataset.classes
        let positive = data.positive
        guard monitor.canDecide(labels, classes: classes.count, positive: positive) else {
            let missing = classes.indices.filter { !labels.contains($0) }.map { classes[$0] }
            throw UnsupportedSetting(
                path: "training.monitor",
                message: "\(monitor.name) is not defined on a validation split without images of "
                    + "\(missing.joined(separator: ", ")); \(Self.remedy)")
        }
        guard classes.count == 2, monitor.isOfPositiveClass else { return nil }
        return positive.map { "\(monitor.name): the positive class is \(classes[$0])" }
            ?? "\(monitor.name): no positive class is named, so it is the mean over both classes; "
            + "dataset.positiveClass names one of \(classes.joined(separator: ", "))"
    }
}

extension TrialData {
    /// The index of the positive class of two; nil where it is not known, and with more classes.
    package var positive: Int? {
        guard dataset.classes.count == 2, let positiveClass else { return nil }
        return dataset.classes.firstIndex(of: positiveClass)
    }
}
