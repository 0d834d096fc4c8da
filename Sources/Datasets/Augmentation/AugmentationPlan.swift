package import Images
import JSON
package import Tensors
import Vocabulary

/// All that is done to training images, in the order of the study.
///
/// What is drawn for an image depends on the seed, the epoch and the image's index alone.
package struct AugmentationPlan: Sendable {
    /// The version of what is drawn and made; counted up when the same settings would give other
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

    /// Whether classes are mixed.
    package var mixes: Bool { !mixings.isEmpty }

    /// Changes an image as it is in an epoch.
    /// - Parameter index: of the image in its split.
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

    /// What the image is mixed with in an epoch; nil where it stays alone.
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
