import Datasets
import Images
import JSON
package import Studies
import Tensors
import Vocabulary

/// A preview of augmentation: training images, and their augmented versions in the first epochs of
/// a trial.
package struct AugmentationPreview: Sendable {
    /// An image after preprocessing, scaled for display.
    package struct Image: Sendable {
        /// The RGB values, `[side, side, 3]`.
        package let pixels: [UInt8]
        /// The percentage and class of the other image in a mixed label, such as `31% NORMAL`;
        /// empty without mixing.
        package let caption: String
    }

    /// A training image without augmentation, and its augmented version in each epoch.
    package struct Row: Sendable {
        /// The path relative to the root of the data set.
        package let file: String
        /// The name of the image's class.
        package let label: String
        /// The image without augmentation.
        package let original: Image
        /// The augmented versions, one for each epoch from the first.
        package let epochs: [Image]
    }

    /// The chosen images, grouped by class in the order of the data set's classes.
    package let rows: [Row]

    /// Chooses training images and augments them as the trial does.
    /// - Parameters:
    ///   - count: the maximum number of images, divided evenly among the classes.
    ///   - epochs: the number of augmented versions of each image.
    ///   - side: the side of the images in pixels, at most that of the network's input.
    /// - Throws: `UnsupportedSetting` for an augmentation that is not supported; `DatasetError`
    ///   if there are no training images.
    package init(
        _ settings: TrialSettings, _ data: TrialData, count: Int, epochs: Int, side: Int
    ) throws {
        guard let train = data.splits[.train] else {
            throw DatasetError.emptySplit(settings.dataset.path, split: .train)
        }
        let images = try settings.trainingImages(of: train, data.normalization)
        let original = NormalizedImages(train, data.normalization)
        let members = (train.labelMatrix.map { ClassMembers($0) } ?? ClassMembers(train.labels))
            .classes
        let counts = Stratification.counts(of: members.map(\.count), limit: count)
        let chosen = zip(members, counts).flatMap { members, count in
            Stratification.evenlySpaced(count, of: members.count).map { members[$0] }
        }.unique
        let classes = data.dataset.classes
        rows = try chosen.map { index in
            Row(
                file: train.samples[index].path,
                label: Image.labels(of: index, in: original, classes),
                original: try Image(original, index, data.normalization, side: side, classes),
                epochs: try (0..<epochs).map {
                    try Image(images.inEpoch($0), index, data.normalization, side: side, classes)
                })
        }
    }
}

extension AugmentationPreview.Image {
    fileprivate init(
        _ source: any ExampleSource, _ index: Int, _ normalization: PixelNormalization, side: Int,
        _ classes: [String]
    ) throws {
        let bytes = try withUnsafeTemporaryAllocation(of: Float.self, capacity: source.width) {
            values in
            if let target = values.baseAddress { try source.write(index, into: target) }
            return normalization.bytes(of: UnsafeBufferPointer(values))
        }
        let crop = Int(Double(source.width / 3).squareRoot())
        pixels =
            EvaluationTransform(resize: side, crop: side)
            .apply(RGBImage(width: crop, height: crop, pixels: bytes)).pixels
        caption =
            source.mixedLabel(index).map {
                "\(Int((100 * (1 - $0.fraction)).rounded()))% "
                    + Self.labels(of: $0.other, in: source, classes)
            } ?? ""
    }

    /// The class of an example, or the names of its positive labels.
    fileprivate static func labels(
        of index: Int, in source: any ExampleSource, _ classes: [String]
    ) -> String {
        guard let matrix = source.labelMatrix else { return classes[Int(source.labels[index])] }
        let names = classes.indices.filter { matrix[index, $0] == .positive }.map { classes[$0] }
        return names.isEmpty ? "no label" : names.joined(separator: ", ")
    }
}
