package import Images
import JSON
package import Tensors
import Vocabulary

/// The images of a split as network input in an epoch: `[3, crop, crop]` each, augmented,
/// normalized, and mixed if the plan says so. The values do not depend on the thread or on the
/// order of the calls.
package struct AugmentedImages: ExampleSource {
    private let split: DecodedSplit
    private let table: [Float]
    private let plan: AugmentationPlan
    private let seed: UInt64
    private let members: ClassMembers
    private let sampler: (any Sampler)?
    private var epoch: Int

    /// - Parameters:
    ///   - seed: the seed of the trial.
    ///   - sampler: the sampler that draws the images, which also draws the images to mix with;
    ///     nil: all images are equally likely.
    package init(
        _ split: DecodedSplit, _ plan: AugmentationPlan, _ normalization: PixelNormalization,
        seed: UInt64, epoch: Int = 0, sampler: (any Sampler)? = nil
    ) {
        self.split = split
        self.plan = plan
        self.seed = seed
        self.epoch = epoch
        self.sampler = sampler
        members = split.labelMatrix.map { ClassMembers($0) } ?? ClassMembers(split.labels)
        table = normalization.table
    }

    /// The number of images.
    package var count: Int { split.count }
    /// The number of values of an image: `3 * crop * crop`.
    package var width: Int { 3 * split.crop * split.crop }
    /// The class of each image, `[N]`.
    package var labels: [Int32] { split.labels }
    /// The labels of each image, `[N, L]`; nil if each image has one class.
    package var labelMatrix: LabelMatrix? { split.labelMatrix }
    /// True, because images are augmented when they are written.
    package var isComputed: Bool { true }
    /// True if the plan mixes images.
    package var mixesLabels: Bool { plan.mixes }

    /// The images as they appear in an epoch, from 0.
    package func inEpoch(_ epoch: Int) -> any ExampleSource {
        var copy = self
        copy.epoch = epoch
        return copy
    }

    /// The label of a mixed image; nil if the image is not mixed in this epoch.
    package func mixedLabel(_ index: Int) -> MixedLabel? {
        mixture(index).map { mixture, partner in
            MixedLabel(other: partner, fraction: Float(mixture.lambda))
        }
    }

    /// Writes the augmented, normalized and mixed image `index` to `target`, `[3, crop, crop]`.
    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) throws {
        try writeAlone(index, into: target)
        guard let (mixture, partner) = mixture(index) else { return }
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { other in
            guard let other = other.baseAddress else { return }
            try writeAlone(partner, into: other)
            mixture.apply(other, to: target, side: split.crop)
        }
    }

    private func mixture(_ index: Int) -> (mixture: MixParameters, partner: Int)? {
        plan.mixture(seed: seed, epoch: epoch, index: index, side: split.crop) { stream in
            sampler?.draw(from: members, &stream) ?? stream.nextInteger(below: count)
        }
    }

    /// Writes the augmented image without mixing.
    private func writeAlone(_ index: Int, into target: UnsafeMutablePointer<Float>) throws {
        var image = try split.withPixels(at: index) {
            RGBImage(width: split.crop, height: split.crop, pixels: Array($0))
        }
        plan.apply(to: &image, seed: seed, epoch: epoch, index: index)
        image.pixels.withUnsafeBufferPointer { PixelNormalization.apply(table, $0, into: target) }
    }
}
