package import Images
package import Tensors

/// The examples on which a network is trained or evaluated: arrays of values of one size, each with
/// its class. The values are images, or features of images.
package protocol ExampleSource: Sendable {
    /// The number of examples.
    var count: Int { get }
    /// The number of values of an example.
    var width: Int { get }
    /// The class of each example, `[N]`; of no meaning if there is a `labelMatrix`.
    var labels: [Int32] { get }
    /// The labels of each example, `[N, L]`; nil if each example has one class.
    var labelMatrix: LabelMatrix? { get }
    /// Writes the values of example `index` to `target`, which has space for `width` values.
    /// - Throws: `DatasetError.changedImages` if a file that must be decoded again was changed.
    func write(_ index: Int, into target: UnsafeMutablePointer<Float>) throws

    /// The examples as they appear in an epoch, from 0. Most sources return the same examples in
    /// every epoch.
    func inEpoch(_ epoch: Int) -> any ExampleSource
    /// True if some examples are mixed from two, including their classes.
    var mixesLabels: Bool { get }
    /// The label of a mixed example; nil if the example `index` is not mixed.
    func mixedLabel(_ index: Int) -> MixedLabel?
    /// True if writing an example takes long enough that several threads should do it.
    var isComputed: Bool { get }
}

extension ExampleSource {
    /// By default, each example has one class.
    package var labelMatrix: LabelMatrix? { nil }
    /// By default, every epoch shows the same examples.
    package func inEpoch(_ epoch: Int) -> any ExampleSource { self }
    /// By default, no example is mixed.
    package var mixesLabels: Bool { false }
    /// By default, no example has a mixed label.
    package func mixedLabel(_ index: Int) -> MixedLabel? { nil }
    /// By default, one thread writes the examples.
    package var isComputed: Bool { false }
}

/// The images of a split as network input: `[3, crop, crop]` each, normalized.
package struct NormalizedImages: ExampleSource {
    private let split: DecodedSplit
    private let table: [Float]

    /// Creates the examples of a split, normalized as `(x / 255 - mean) / std` for each channel.
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
    /// The labels of each image, `[N, L]`; nil if each image has one class.
    package var labelMatrix: LabelMatrix? { split.labelMatrix }

    /// True if some images are decoded when they are written.
    package var isComputed: Bool { !split.isKept }

    /// Writes the normalized image `index` to `target`, `[3, crop, crop]`.
    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) throws {
        try split.withPixels(at: index) { PixelNormalization.apply(table, $0, into: target) }
    }
}
