package import JSON
package import Networks
package import Studies
package import Training
package import Vocabulary

extension TrialSettings {
    /// All settings that make no sense together, by their paths in a study file. Each kind knows
    /// its own rules; those between sections stand here and in the files beside this one.
    /// - Parameters:
    ///   - classes: of the data set.
    ///   - isFrozen: whether a part of the network is.
    package func contradictions(classes: Int, isFrozen: Bool) throws -> [Contradiction] {
        // Laying out a network takes a while, and nothing else asks for it.
        let hasOwnRate = training.optimizer.values.optionalNumber("backboneLearningRate") != nil
        let trainsBackbone =
            try !isFrozen || !hasOwnRate
            || NetworkStructure(self, classes: classes).trainsBackbone
        return try scheduleContradictions(trainsBackbone: trainsBackbone)
            + optimizerContradictions(trainsBackbone: trainsBackbone)
            + patienceContradictions + limitContradictions(classes: classes)
            + networkContradictions(classes: classes, isFrozen: isFrozen) + lossContradictions
            + augmentationContradictions
    }

    private var patienceContradictions: [Contradiction] {
        guard let patience = training.patience else { return [] }
        let epochs = training.epochs
        let path = "training.patience"
        // The first epoch is the best one so far, and after the last one there is nothing to end.
        guard patience < epochs - 1 else {
            return [
                Contradiction(
                    .note, path,
                    "is \(patience), and the training has \(epochs) "
                        + "\(epochs == 1 ? "epoch" : "epochs"): it never ends a trial early")
            ]
        }
        guard schedule.kind == Plateau.kind else { return [] }
        let reduction = schedule.values.integer("patience") + 1
        guard patience <= reduction else { return [] }
        return [
            Contradiction(
                .note, path,
                "is \(patience): a trial ends after so many epochs without a better value, and the "
                    + "plateau lowers the rate after \(reduction) (schedule.patience + 1), so a lower "
                    + "rate is never tried unless improvements stay below schedule.threshold")
        ]
    }

    private func limitContradictions(classes: Int) -> [Contradiction] {
        dataset.limit.sorted { $0.key < $1.key }.flatMap { split, limit -> [Contradiction] in
            let path = "dataset.limit.\(split)"
            if limit < classes {
                return [
                    Contradiction(
                        .error, path,
                        "must be at least the number of classes, which is \(classes), else a class has "
                            + "no image; got \(limit)")
                ]
            }
            guard split == "train", limit < training.batchSize else { return [] }
            return [
                Contradiction(
                    .note, path,
                    "is \(limit), fewer than training.batchSize (\(training.batchSize)): an epoch is "
                        + "one step of \(limit) images")
            ]
        }
    }

    private func networkContradictions(
        classes: Int, isFrozen: Bool
    ) throws -> [Contradiction] {
        var found: [Contradiction] = []
        if !isFrozen, network.featurePrecision != .float32 {
            found.append(
                Contradiction(
                    .note, "network.featurePrecision",
                    "says how features of frozen layers are stored, and nothing is frozen"))
        }
        if let rate = network.configuration.values.optionalNumber("dropout"),
            try dropoutIsIdle(rate, classes: classes)
        {
            let reason =
                isFrozen
                ? "no layer that trains has it" : "a head of its own takes the classifier's place"
            found.append(
                Contradiction(
                    .note, "network.dropout",
                    "is \(JSONValue.text(of: rate)) and has no effect: \(reason)"))
        }
        return found
    }

    /// Whether the network is the same with the usual dropout, though this one is another.
    private func dropoutIsIdle(_ rate: Double, classes: Int) throws -> Bool {
        let kind = network.configuration.kind
        let settings = NetworkRegistry.descriptions.first { $0.kind == kind }?.settings
        let usual = settings?.first { $0.name == "dropout" }?.fallback
        guard let usual, usual != .number(rate) else { return false }
        var other = self
        other.network.configuration.values.values["dropout"] = usual
        return try NetworkStructure(self, classes: classes)
            == NetworkStructure(other, classes: classes)
    }

    private var lossContradictions: [Contradiction] {
        let values = training.loss.values
        if let smoothing = values.optionalNumber("labelSmoothing"), smoothing >= 1 {
            return [
                Contradiction(
                    .error, "training.loss.labelSmoothing",
                    "must be less than 1, else all classes have the same label and nothing can be "
                        + "learnt; got 1")
            ]
        }
        guard training.loss.kind == Focal.kind, values.optionalNumber("gamma") == 0 else {
            return []
        }
        return [
            Contradiction(
                .note, "training.loss.gamma", "is 0, so this loss is \(CrossEntropy.kind)")
        ]
    }
}
