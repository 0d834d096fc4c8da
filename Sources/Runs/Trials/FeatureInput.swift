import Datasets
import Files
import Images
import JSON
import Studies
import Training
import Vocabulary

/// Images of which a frozen network's features are kept: a split's as they are, or an augmented
/// view of the training split.
struct FeatureInput {
    let split: Split
    /// Nil for images as they are; else the number of the view, which is that of the epoch that
    /// sees the images so.
    let view: Int?
    let images: any ExampleSource
    /// Of all that decides the images.
    let content: String

    /// What the features are called in the lock and in jobs: `train`, or `train view 1`, counted
    /// from 1.
    var name: String { view.map { "\(split.rawValue) view \($0 + 1)" } ?? split.rawValue }
}

extension TrialData {
    /// The images whose features a trial keeps, the splits in order. Where training images are
    /// augmented and no views of them are kept, they are not among them.
    /// - Throws: `UnsupportedSetting`.
    func featureInputs(_ settings: TrialSettings) throws -> [FeatureInput] {
        try Split.allCases.flatMap { split -> [FeatureInput] in
            guard let decoded = splits[split] else { return [] }
            guard split == .train, settings.isAugmented else {
                return [
                    FeatureInput(
                        split: split, view: nil,
                        images: NormalizedImages(decoded, normalization),
                        content: decoded.key + normalizedContent)
                ]
            }
            let images = try settings.trainingImages(of: decoded, normalization)
            let content = Self.augmentedContent(decoded, settings) + normalizedContent
            return (0..<(settings.dataset.views ?? 0)).map { view in
                FeatureInput(
                    split: split, view: view, images: images.inEpoch(view),
                    content: "\(content) view \(view)")
            }
        }
    }

    /// What the normalization adds to the content; nothing for that of earlier versions, so that
    /// features stay of use.
    private var normalizedContent: String {
        let numbers = normalization.numbers
        return numbers == .imageNet ? "" : " normalized \(numbers.json.canonical)"
    }

    /// - Returns: of all that decides the augmented images of a split.
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
    /// Mixed images depend on the classes too, which the pixels do not tell.
    fileprivate var labelDigest: String {
        SHA256Digest.of(labels.map(String.init).joined(separator: " "))
    }
}
