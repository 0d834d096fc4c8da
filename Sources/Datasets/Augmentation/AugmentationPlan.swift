package import Images
import JSON
package import Tensors
import Vocabulary

/// The augmentations of a study, in their order.
///
/// The random parameters of an image depend only on the seed, the epoch and the index of the image.
package struct AugmentationPlan: Sendable {
    /// The version of the augmentations. It is increased if the same settings would give different
    /// images.
    package static let version = 1

    private let steps: [(augmentation: any Augmentation, probability: Double)]
    private let mixings: [(mixing: any MixAugmentation, probability: Double)]

    package init(_ steps: [AugmentationStep]) {
        self.steps = steps.compactMap {
            if case .image(let augmentation, let probability) = $0 {
                (augmentation, probability)
            } else {
                nil
            }
        }
        mixings = steps.compactMap {
            if case .mixing(let mixing, let probability) = $0 { (mixing, probability) } else { nil }
        }
    }

    /// True if classes are mixed.
    package var mixes: Bool { !mixings.isEmpty }

    /// Changes an image as it appears in an epoch.
    /// - Parameter index: the index of the image in its split.
    package func apply(to image: inout RGBImage, seed: UInt64, epoch: Int, index: Int) {
        var stream = RandomStream(seed: seed, purpose: .augmentation, epoch: epoch, index: index)
        for (augmentation, probability) in steps {
            apply(augmentation, probability, to: &image, &stream)
        }
    }

    private func apply<A: Augmentation>(
        _ augmentation: A, _ probability: Double, to image: inout RGBImage,
        _ stream: inout RandomStream
    ) {
        guard Double(stream.nextUniform()) < probability else { return }
        let parameters = augmentation.draw(&stream, side: image.width)
        augmentation.apply(parameters, to: &image)
    }

    /// The image with which an image is mixed in an epoch, and how; nil if the image is not mixed.
    /// - Parameter partner: draws the index of another image.
    package func mixture(
        seed: UInt64, epoch: Int, index: Int, side: Int,
        partner: (inout RandomStream) -> Int
    ) -> (mixture: MixParameters, partner: Int)? {
        guard mixes else { return nil }
        var stream = RandomStream(seed: seed, purpose: .mixing, epoch: epoch, index: index)
        let chosen = mixings[stream.nextInteger(below: mixings.count)]
        guard Double(stream.nextUniform()) < chosen.probability else { return nil }
        let partner = partner(&stream)
        return (chosen.mixing.draw(&stream, side: side), partner)
    }
}
