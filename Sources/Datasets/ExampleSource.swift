package import Images

/// What a network is trained and evaluated on: examples of one size, each an array of values with
/// its class. Images, or the features of images.
package protocol ExampleSource: Sendable {
    /// Examples.
    var count: Int { get }
    /// Values of each example.
    var width: Int { get }
    /// The class of each example.
    var labels: [Int32] { get }
    /// Writes the values of example `index` to `target`, which has room for `width` of them.
    func write(_ index: Int, into target: UnsafeMutablePointer<Float>)

    /// The examples as an epoch shows them, from 0. Most look the same in every epoch.
    func inEpoch(_ epoch: Int) -> any ExampleSource
    /// Whether some examples are mixed of two, classes and all.
    var mixesLabels: Bool { get }
    /// The label of an example that is mixed of two; nil if `index` is not.
    func mixedLabel(_ index: Int) -> MixedLabel?
    /// Whether writing an example is so much work that several threads should do it.
    var isComputed: Bool { get }
}

extension ExampleSource {
    /// By default, every epoch shows the same examples.
    package func inEpoch(_ epoch: Int) -> any ExampleSource { self }
    /// By default, no example is mixed.
    package var mixesLabels: Bool { false }
    /// By default, no example has a mixed label.
    package func mixedLabel(_ index: Int) -> MixedLabel? { nil }
    /// By default, one thread writes the examples.
    package var isComputed: Bool { false }
}

/// A split's images as network input: `[3, crop, crop]` each, normalised.
package struct NormalizedImages: ExampleSource {
    private let split: DecodedSplit
    private let table: [Float]

    /// Creates the examples of a split, normalised as `(x / 255 - mean) / std` for each channel.
    package init(_ split: DecodedSplit, _ normalization: PixelNormalization) {
        self.split = split
        table = normalization.table
    }

    /// The number of images.
    package var count: Int { split.count }
    /// The number of values of an image: `3 * crop * crop`.
    package var width: Int { 3 * split.crop * split.crop }
    /// The class of each image, `[N]`.
    package var labels: [Int32] { split.labels }

    /// Writes the normalised image `index` to `target`, `[3, crop, crop]`.
    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        split.withPixels(at: index) { PixelNormalization.apply(table, $0, into: target) }
    }
}
