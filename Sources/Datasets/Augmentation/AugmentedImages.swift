package import Images
package import JSON
package import Tensors
package import Vocabulary

/// A split's pictures as network input in an epoch: `[3, crop, crop]` each, augmented, normalised,
/// and mixed where the plan says so. Any thread, in any order, makes the same values.
package struct AugmentedImages: ExampleSource {
    private let split: DecodedSplit
    private let table: [Float]
    private let plan: AugmentationPlan
    private let seed: UInt64
    private let members: ClassMembers
    private let sampler: (any Sampler)?
    private var epoch: Int

    /// - Parameters:
    ///   - seed: of the trial.
    ///   - sampler: what images are drawn by, which those to mix with are too; nil: each as often
    ///     as the others.
    package init(
        _ split: DecodedSplit, _ plan: AugmentationPlan, _ normalization: PixelNormalization,
        seed: UInt64, epoch: Int = 0, sampler: (any Sampler)? = nil
    ) {
        self.split = split
        self.plan = plan
        self.seed = seed
        self.epoch = epoch
        self.sampler = sampler
        members = ClassMembers(split.labels)
        table = normalization.table
    }

    package var count: Int { split.count }
    package var width: Int { 3 * split.crop * split.crop }
    package var labels: [Int32] { split.labels }
    package var isComputed: Bool { true }
    package var mixesLabels: Bool { plan.mixes }

    package func inEpoch(_ epoch: Int) -> any ExampleSource {
        var copy = self
        copy.epoch = epoch
        return copy
    }

    package func mixedLabel(_ index: Int) -> MixedLabel? {
        mixture(index).map { mixture, partner in
            MixedLabel(
                other: Int32(split.samples[partner].label), fraction: Float(mixture.share))
        }
    }

    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        writeAlone(index, into: target)
        guard let (mixture, partner) = mixture(index) else { return }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { other in
            guard let other = other.baseAddress else { return }
            writeAlone(partner, into: other)
            mixture.apply(other, to: target, side: split.crop)
        }
    }

    private func mixture(_ index: Int) -> (mixture: MixParameters, partner: Int)? {
        plan.mixture(seed: seed, epoch: epoch, index: index, side: split.crop) { stream in
            sampler?.draw(from: members, &stream) ?? stream.nextInteger(below: count)
        }
    }

    /// The augmented image, not yet mixed.
    private func writeAlone(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        var image = split.withPixels(at: index) {
            RGBImage(width: split.crop, height: split.crop, pixels: Array($0))
        }
        plan.apply(to: &image, seed: seed, epoch: epoch, index: index)
        image.pixels.withUnsafeBufferPointer { PixelNormalization.apply(table, $0, into: target) }
    }
}
