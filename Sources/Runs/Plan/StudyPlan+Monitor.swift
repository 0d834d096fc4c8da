import Datasets
import Evaluation
import JSON
package import Studies
import Tensors
import Training
import Vocabulary

extension Trial {
    /// The trial with the monitored metric that its data allow. Without a validation split the
    /// metric is `none`, so that the last epoch is used, unless the study names a training metric.
    /// - Returns: the trial, and a note for the user.
    /// - Throws: `UnsupportedSetting` if a setting requires a split or classes that the data do not
    ///   have.
    package func monitored(on data: TrialData) throws -> (Trial, note: String?) {
        let monitor = MonitoredMetric(settings.training.monitor)
        guard let monitor else {
            try refuseFollowers { "requires a monitored metric, but training.monitor is none" }
            return (self, nil)
        }
        guard monitor.part == .val else {
            return (self, "training.monitor is \(monitor.name): \(Self.trainingFigures)")
        }
        guard let labels = data.splits[.val]?.samples.map(\.label), !labels.isEmpty else {
            let remedy = "but \(data.dataset.root) has none; \(Self.remedy)"
            try refuseFollowers { "requires a validation split, \(remedy)" }
            guard monitor == .usual else {
                throw UnsupportedSetting(
                    path: "training.monitor",
                    message: "\(monitor.name) requires a validation split, \(remedy)")
            }
            var trial = self
            trial.settings.training.monitor = MonitoredMetric.none
            return (
                trial,
                "\(data.dataset.root): there is no validation split, so no epoch and no configuration "
                    + "is selected: the last epoch of every trial is used, and the report only "
                    + "describes the configurations; \(Self.remedy)"
            )
        }
        if let matrix = data.splits[.val]?.labelMatrix {
            return (self, try note(monitor, matrix, data))
        }
        return (self, try note(monitor, labels, data))
    }

    private static let remedy =
        "set dataset.split to {\"kind\": \"grouped\", \"validation\": 0.1} to take one from the "
        + "training images"
    private static let trainingFigures =
        "epochs and configurations are selected by a training metric, which does not measure how "
        + "well a network performs on other images"

    /// Refuses settings that depend on the monitored metric during training.
    /// - Throws: `UnsupportedSetting` with the path of the first one.
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

    /// A note on the labels whose mean is the metric; nil if these are all labels.
    /// - Throws: `UnsupportedSetting` if the metric is not defined on the validation images.
    private func note(
        _ monitor: MonitoredMetric, _ labels: LabelMatrix, _ data: TrialData
    ) throws -> String? {
        let counts = labels.counts
        guard monitor.canDecide(counts) else {
            throw UnsupportedSetting(
                path: "training.monitor",
                message:
                    "\(monitor.name) is not defined on a validation split in which no label is "
                    + "positive for one image and negative for another; \(Self.remedy)")
        }
        guard !monitor.isPlain else { return nil }
        let missing = zip(data.dataset.classes, counts).filter {
            $1.positive == 0 || $1.negative == 0
        }.map(\.0)
        return missing.isEmpty
            ? nil
            : "\(monitor.name) is the mean over \(counts.count - missing.count) of \(counts.count) "
                + "labels; the validation split has no positive or no negative image of "
                + missing.joined(separator: ", ")
    }

    /// A note on the positive class to which the metric refers; nil if it refers to none.
    /// - Throws: `UnsupportedSetting` if the metric is not defined on the validation images.
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
            ?? "\(monitor.name): the positive class is unknown, so the metric is the mean over both "
            + "classes; set dataset.positiveClass to \(classes.joined(separator: " or "))"
    }
}

extension TrialData {
    /// The index of the positive class; nil if it is unknown or there are more than two classes.
    package var positive: Int? {
        guard dataset.classes.count == 2, let positiveClass else { return nil }
        return dataset.classes.firstIndex(of: positiveClass)
    }
}
