package import Images
package import JSON
package import Tensors
package import Vocabulary

/// A random change of a training image: what is drawn, and what that makes of the image.
/// Adding one: a file in this folder and a line in `Augmentations.all`.
package protocol Augmentation: Configurable {
    /// What is drawn for an image.
    associatedtype Parameters: Sendable, Hashable
    /// How often it is applied where a study says nothing.
    static var usualProbability: Double { get }
    /// Draws all that is random.
    /// - Parameter side: of the square images, in pixels.
    func draw(_ stream: inout RandomStream, side: Int) -> Parameters
    /// Changes the image; nothing here is random but numbers that `Parameters` are the seed of.
    func apply(_ parameters: Parameters, to image: inout RGBImage)
}

extension Augmentation {
    package static var usualProbability: Double { 1 }
}

/// What joins two training images and their classes. Of several in a study, one is drawn for each
/// image. Adding one: a file in this folder and a line in `Augmentations.all`.
package protocol MixAugmentation: Configurable {
    /// How much of the image stays, and where.
    /// - Parameter side: of the square images, in pixels.
    func draw(_ stream: inout RandomStream, side: Int) -> MixParameters
}

/// One element of `dataset.augment`.
package enum AugmentationStep: Sendable {
    case image(any Augmentation, probability: Double)
    case mixing(any MixAugmentation, probability: Double)
}

/// The registry of augmentations.
package enum Augmentations {
    package static let all = Registry<AugmentationStep>([
        entry(HorizontalFlip.self), entry(Rotation.self), entry(Affine.self),
        entry(RandomResizedCrop.self), entry(Brightness.self), entry(Contrast.self),
        entry(Gamma.self), entry(Noise.self), entry(Cutout.self), entry(RandAugment.self),
        entry(Mixup.self), entry(CutMix.self),
    ])

    /// What shows where nothing of the image is.
    static let fill = Setting(
        "fill", .integer(0...255), default: 0, "The level of what the image does not reach.")

    private static func probability(_ usual: Double) -> Setting {
        Setting(
            "probability", .number(NumberRange(0, 1)), default: .number(usual),
            "The share of images that it changes.")
    }

    private static func entry<A: Augmentation>(
        _ type: A.Type
    ) -> Registry<AugmentationStep>.Entry {
        .init(description(type, A.usualProbability)) {
            .image(try type.init($0), probability: $0.number("probability"))
        }
    }

    private static func entry<M: MixAugmentation>(_ type: M.Type)
        -> Registry<AugmentationStep>.Entry
    {
        .init(description(type, 1)) {
            .mixing(try type.init($0), probability: $0.number("probability"))
        }
    }

    private static func description<C: Configurable>(
        _ type: C.Type, _ usual: Double
    ) -> KindDescription {
        KindDescription(
            kind: C.kind, summary: C.summary, settings: C.settings + [probability(usual)])
    }
}

/// Settings of an augmentation that do not go together.
package struct AugmentationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name of the setting.
    package let setting: String
    package let description: String
}
