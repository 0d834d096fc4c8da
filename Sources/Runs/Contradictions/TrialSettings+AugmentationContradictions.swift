import Datasets
import JSON
import Studies
import Vocabulary

extension TrialSettings {
    /// Augmentations that change no image, and augmented views that no epoch uses.
    var augmentationContradictions: [Contradiction] {
        let steps = dataset.augment.enumerated().compactMap {
            (index, augmentation) -> Contradiction? in
            idleSetting(augmentation).map { idle in
                Contradiction(
                    .note, "dataset.augment[\(index)].\(idle.name)",
                    "is \(JSONValue.text(of: idle.value)): \(augmentation.kind) changes no image")
            }
        }
        return steps + unusedViews
    }

    /// The setting by which an augmentation has no effect, and its value; nil if it has an effect.
    private func idleSetting(_ augmentation: Configuration) -> (name: String, value: Double)? {
        let values = augmentation.values
        if values.optionalNumber("probability") == 0 { return (name: "probability", value: 0) }
        // The first of the settings, if all have the value without effect.
        func all(_ names: [String], are value: Double) -> (name: String, value: Double)? {
            guard names.allSatisfy({ values.optionalNumber($0) == value }) else { return nil }
            return (name: names[0], value: value)
        }
        return switch augmentation.kind {
        case Rotation.kind: all(["degrees"], are: 0)
        case Affine.kind: all(["translation", "scale", "degrees", "shear"], are: 0)
        case Brightness.kind, Contrast.kind: all(["strength"], are: 0)
        case Gamma.kind: all(["most"], are: 1)
        case Noise.kind: all(["std"], are: 0)
        case RandomResizedCrop.kind: all(["minimumArea", "maximumArea", "aspect"], are: 1)
        default: nil
        }
    }

    private var unusedViews: [Contradiction] {
        guard let views = dataset.views, views > frozenEpochs else { return [] }
        let epochs = frozenEpochs == 1 ? "1 epoch" : "\(frozenEpochs) epochs"
        return [
            Contradiction(
                .note, "dataset.views",
                "is \(views), but the frozen layers are used in only \(epochs): the features of "
                    + "\(views - frozenEpochs) of the views are computed but never used")
        ]
    }
}
