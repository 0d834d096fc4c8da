import Datasets
import Files
import Images
import JSON
import Results
import Studies
import Training
import Vocabulary

/// The images of a stored set of features: those of a split, or an augmented view of them.
struct FeatureImages {
    let id: FeatureSetID
    /// The images in the order of the features.
    let images: any ExampleSource
    /// A text with a digest of everything that determines the images.
    let content: String
}

extension TrialData {
    /// The images whose features a trial stores, in the order of the splits. Augmented training
    /// images are among them only if views of them are kept.
    /// - Throws: `UnsupportedSetting`.
    func featureSets(_ settings: TrialSettings) throws -> [FeatureImages] {
        try Split.allCases.flatMap { split -> [FeatureImages] in
            guard let decoded = splits[split] else { return [] }
            guard split == .train, settings.isAugmented else {
                return [
                    FeatureImages(
                        id: FeatureSetID(split: split),
                        images: NormalizedImages(decoded, normalization),
                        content: decoded.key + normalizedContent)
                ]
            }
            let images = try settings.trainingImages(of: decoded, normalization)
            let content = Self.augmentedContent(decoded, settings) + normalizedContent
            return (0..<(settings.dataset.views ?? 0)).map { view in
                FeatureImages(
                    id: FeatureSetID(split: split, view: view), images: images.inEpoch(view),
                    content: "\(content) view \(view)")
            }
        }
    }

    /// The part of the content for the normalization; empty for the normalization of ImageNet, so
    /// that stored features of earlier versions stay valid.
    private var normalizedContent: String {
        let numbers = normalization.numbers
        return numbers == .imageNet ? "" : " normalized \(numbers.json.canonical)"
    }

    /// A text with a digest of everything that determines the augmented images of a split.
    private static func augmentedContent(
        _ split: DecodedSplit, _ settings: TrialSettings
    ) -> String {
        let drawn: JSONValue = [
            "version": .number(Double(AugmentationPlan.version)),
            "augment": .array(settings.dataset.augment.map(\.json)),
            "sampler": settings.training.sampler?.json ?? .null,
            "seed": .string(String(settings.seed)), "labels": .string(split.labelDigest),
        ]
        return "\(split.key) augmented \(SHA256Digest.of(drawn.canonical))"
    }
}

extension DecodedSplit {
    /// A digest of the labels: mixed images depend on the classes, too.
    fileprivate var labelDigest: String {
        SHA256Digest.of(labels.map(String.init).joined(separator: " "))
    }
}
