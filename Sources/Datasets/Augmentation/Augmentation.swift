package import Images
import JSON
package import Tensors
package import Vocabulary

/// A random change of a training image: random parameters, and a function that applies them.
/// To add one, add a file in this folder and a line in `Augmentations.all`.
package protocol Augmentation: Configurable {
    /// The random parameters for an image.
    associatedtype Parameters: Sendable, Hashable
    /// The default probability with which an image is changed.
    static var defaultProbability: Double { get }
    /// Draws all random parameters.
    /// - Parameter side: the side of the square images, in pixels.
    func draw(_ stream: inout RandomStream, side: Int) -> Parameters
    /// Changes the image. The result depends on the parameters alone; a seed for further random
    /// numbers is one of them.
    func apply(_ parameters: Parameters, to image: inout RGBImage)
}

extension Augmentation {
    /// By default, every image is changed.
    package static var defaultProbability: Double { 1 }
}

/// A mix of two training images and of their classes. If a study has several of them, one is drawn
/// for each image.
/// To add one, add a file in this folder and a line in `Augmentations.all`.
package protocol MixAugmentation: Configurable {
    /// Draws the fraction of the image that is kept, and the box of the other image.
    /// - Parameter side: the side of the square images, in pixels.
    func draw(_ stream: inout RandomStream, side: Int) -> MixParameters
}

/// An element of `dataset.augment`.
package enum AugmentationStep: Sendable {
    case image(any Augmentation, probability: Double)
    case mixing(any MixAugmentation, probability: Double)
}

/// The registry of augmentations.
package enum Augmentations {
    /// All augmentations by kind.
    package static let all = Registry<AugmentationStep>([
        entry(HorizontalFlip.self), entry(Rotation.self), entry(Affine.self),
        entry(RandomResizedCrop.self), entry(Brightness.self), entry(Contrast.self),
        entry(Gamma.self), entry(Noise.self), entry(Cutout.self), entry(RandAugment.self),
        entry(Mixup.self), entry(CutMix.self),
    ])

    /// The gray level of pixels outside of the original image.
    static let fill = Setting(
        "fill", .integer(0...255), default: 0,
        "The gray level of pixels that lie outside of the original image.")

    private static func probability(_ fallback: Double) -> Setting {
        Setting(
            "probability", .number(NumberRange(0, 1)), default: .number(fallback),
            "The probability with which an image is changed.")
    }

    private static func entry<A: Augmentation>(
        _ type: A.Type
    ) -> Registry<AugmentationStep>.Entry {
        .init(description(type, A.defaultProbability)) {
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
        _ type: C.Type, _ fallback: Double
    ) -> KindDescription {
        KindDescription(
            kind: C.kind, summary: C.summary, settings: C.settings + [probability(fallback)])
    }
}

/// An error in the settings of an augmentation that contradict each other.
package struct AugmentationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name of the setting.
    package let setting: String
    /// The message without the name of the setting.
    package let description: String
}
