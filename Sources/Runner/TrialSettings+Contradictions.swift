import Settings
import Studies
import Training

extension TrialSettings {
    /// All settings that make no sense together, by their paths in a study file. Each kind knows its own rules; those
    /// between sections stand here.
    /// - Parameters:
    ///   - classes: of the data set.
    ///   - isFrozen: whether a part of the network is.
    func contradictions(classes: Int, isFrozen: Bool) throws -> [Contradiction] {
        try ofSchedule + ofOptimizer + ofLength + ofLimits(classes: classes)
            + ofNetwork(isFrozen: isFrozen) + ofLoss + ofAugmentation
    }

    private var ofSchedule: [Contradiction] {
        get throws {
            guard let schedule = try Schedules.all.make(schedule) else { return [] }
            let context = ScheduleContext(
                base: training.optimizer.values.number("learningRate"),
                epochs: Double(training.epochs))
            return schedule.contradictions(in: context).map { $0.below("schedule") }
        }
    }

    private var ofOptimizer: [Contradiction] {
        get throws {
            try Optimizers.all.make(training.optimizer)?.contradictions.map {
                $0.below("training.optimizer")
            } ?? []
        }
    }

    private var ofLength: [Contradiction] {
        guard let patience = training.patience, patience >= training.epochs else { return [] }
        return [
            Contradiction(
                .note, "training.patience",
                "is \(patience), and the training has \(training.epochs) epochs: it never ends a trial early"
            )
        ]
    }

    private func ofLimits(classes: Int) -> [Contradiction] {
        dataset.limit.sorted { $0.key < $1.key }.flatMap { split, limit -> [Contradiction] in
            let path = "dataset.limit.\(split)"
            if limit < classes {
                return [
                    Contradiction(
                        .error, path,
                        "must be at least the number of classes, which is \(classes), else a class has no image; got \(limit)"
                    )
                ]
            }
            guard split == "train", limit < training.batchSize else { return [] }
            return [
                Contradiction(
                    .note, path,
                    "is \(limit), fewer than training.batchSize (\(training.batchSize)): an epoch is one step of \(limit) images"
                )
            ]
        }
    }

    private func ofNetwork(isFrozen: Bool) -> [Contradiction] {
        guard !isFrozen, network.features != .float32 else { return [] }
        return [
            Contradiction(
                .note, "network.features",
                "says how features of frozen layers are stored, and nothing is frozen")
        ]
    }

    private var ofAugmentation: [Contradiction] {
        dataset.augment.enumerated().compactMap { index, augmentation in
            guard augmentation.values.optionalNumber("probability") == 0 else { return nil }
            return Contradiction(
                .note, "dataset.augment[\(index)].probability",
                "is 0: \(augmentation.kind) changes no image")
        }
    }

    private var ofLoss: [Contradiction] {
        guard let smoothing = training.loss.values.optionalNumber("labelSmoothing"), smoothing >= 1
        else { return [] }
        return [
            Contradiction(
                .error, "training.loss.labelSmoothing",
                "must be less than 1, else all classes have the same label and nothing can be learnt; got 1"
            )
        ]
    }
}
