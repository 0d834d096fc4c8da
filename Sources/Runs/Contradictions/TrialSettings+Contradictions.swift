import JSON
import Networks
package import Studies
import Training
package import Vocabulary
import Weights

extension TrialSettings {
    /// All settings that contradict each other, by their paths in a study file.
    ///
    /// Each kind of schedule and optimizer defines its own rules. The rules between sections of a
    /// study file are in this file and in the other extensions of `TrialSettings` in this folder.
    /// - Parameters:
    ///   - classes: the number of classes of the data set.
    ///   - isFrozen: whether a part of the network is frozen.
    /// - Throws: `UnsupportedSetting`, `ShapeError`.
    package func contradictions(classes: Int, isFrozen: Bool) throws -> [Contradiction] {
        // The network is laid out only if needed, since that takes some time.
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
        // The first epoch is the best so far, and after the last epoch there is nothing to stop.
        guard patience < epochs - 1 else {
            return [
                Contradiction(
                    .note, path,
                    "is \(patience), but the training has only \(epochs) "
                        + "\(epochs == 1 ? "epoch" : "epochs"): it never stops a trial early")
            ]
        }
        guard schedule.kind == Plateau.kind else { return [] }
        let reduction = schedule.values.integer("patience") + 1
        guard patience <= reduction else { return [] }
        return [
            Contradiction(
                .note, path,
                "is \(patience), but the plateau schedule lowers the rate only after \(reduction) "
                    + "epochs without improvement (schedule.patience + 1): the trial stops before a "
                    + "lower rate is used, unless improvements stay below schedule.threshold")
        ]
    }

    private func limitContradictions(classes: Int) -> [Contradiction] {
        dataset.limit.sorted { $0.key < $1.key }.flatMap { split, limit -> [Contradiction] in
            let path = "dataset.limit.\(split)"
            if limit < classes {
                return [
                    Contradiction(
                        .error, path,
                        "must be at least the number of classes (\(classes)), otherwise a class "
                            + "has no image; got \(limit)")
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
                    "has no effect, because no layer is frozen"))
        }
        if network.weights == "imagenet",
            let file = TorchvisionFile(kind: network.configuration.kind)
        {
            found += foreignTransform(file)
        }
        for (name, title) in [("dropout", "dropout"), ("stochasticDepth", "stochastic depth")] {
            guard let rate = network.configuration.values.optionalNumber(name),
                try isIdle(name, rate, classes: classes)
            else { continue }
            let reason =
                isFrozen
                ? "no trained layer uses \(title)" : "network.head replaces the classifier"
            found.append(
                Contradiction(
                    .note, "network.\(name)",
                    "is \(JSONValue.text(of: rate)) and has no effect: \(reason)"))
        }
        return found
    }

    /// A note if the images are prepared differently from those that torchvision evaluates the
    /// weights with.
    private func foreignTransform(_ file: TorchvisionFile) -> [Contradiction] {
        let own = (dataset.resize, dataset.crop, dataset.interpolation.rawValue)
        guard own != (file.resize, file.crop, file.interpolation) else { return [] }
        return [
            Contradiction(
                .note, "network.weights",
                "torchvision evaluates the weights of \(file.kind) with \(file.interpolation) resize "
                    + "\(file.resize) and crop \(file.crop); this study uses \(own.2) resize \(own.0) "
                    + "and crop \(own.1)")
        ]
    }

    /// True if the network would be the same with the default of the setting `name`, although
    /// `rate` differs from it.
    private func isIdle(_ name: String, _ rate: Double, classes: Int) throws -> Bool {
        let kind = network.configuration.kind
        let settings = NetworkRegistry.descriptions.first { $0.kind == kind }?.settings
        let standard = settings?.first { $0.name == name }?.fallback
        guard let standard, standard != .number(rate) else { return false }
        var other = self
        other.network.configuration.values.values[name] = standard
        return try NetworkStructure(self, classes: classes)
            == NetworkStructure(other, classes: classes)
    }

    private var lossContradictions: [Contradiction] {
        let values = training.loss.values
        if let smoothing = values.optionalNumber("labelSmoothing"), smoothing >= 1 {
            return [
                Contradiction(
                    .error, "training.loss.labelSmoothing",
                    "must be less than 1, otherwise all classes have the same target and nothing "
                        + "can be learned; got 1")
            ]
        }
        guard training.loss.kind == Focal.kind, values.optionalNumber("gamma") == 0 else {
            return []
        }
        return [
            Contradiction(
                .note, "training.loss.gamma", "is 0, so this loss equals \(CrossEntropy.kind)")
        ]
    }
}
