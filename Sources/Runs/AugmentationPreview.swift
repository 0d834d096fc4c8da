import Datasets
import Images
import JSON
package import Studies
import Vocabulary

/// Training images beside what the first epochs of a trial see of them.
package struct AugmentationPreview: Sendable {
    /// An image as a network sees it.
    package struct Picture: Sendable {
        /// `[side, side, 3]`.
        package let pixels: [UInt8]
        /// Whose class else it shows, and how much, such as `31% NORMAL`; empty for none.
        package let caption: String
    }

    /// A training image: as it is, and as each epoch sees it.
    package struct Row: Sendable {
        /// Relative to the set's root.
        package let file: String
        package let label: String
        package let original: Picture
        package let epochs: [Picture]
    }

    package let rows: [Row]

    /// - Parameters:
    ///   - count: at most so many images, evenly over the classes.
    ///   - side: pixels of the pictures; the network's own, or less.
    /// - Throws: `UnsupportedSetting` for an augmentation that cannot be; `DatasetError` without
    ///   training images.
    package init(
        _ settings: TrialSettings, _ data: TrialData, count: Int, epochs: Int, side: Int
    ) throws {
        guard let train = data.splits[.train] else {
            throw DatasetError.emptySplit(settings.dataset.path, split: .train)
        }
        let images = try settings.trainingImages(of: train, data.normalization)
        let original = NormalizedImages(train, data.normalization)
        let members = ClassMembers(train.labels).classes
        let shares = Stratification.shares(of: members.map(\.count), limit: count)
        let chosen = zip(members, shares).flatMap { members, share in
            Stratification.evenlySpaced(share, of: members.count).map { members[$0] }
        }
        let classes = data.dataset.classes
        rows = chosen.map { index in
            Row(
                file: train.samples[index].path, label: classes[train.samples[index].label],
                original: Picture(original, index, data.normalization, side: side, classes),
                epochs: (0..<epochs).map {
                    Picture(images.inEpoch($0), index, data.normalization, side: side, classes)
                })
        }
    }
}

extension AugmentationPreview.Picture {
    fileprivate init(
        _ source: any ExampleSource, _ index: Int, _ normalization: PixelNormalization, side: Int,
        _ classes: [String]
    ) {
        let bytes = withUnsafeTemporaryAllocation(of: Float.self, capacity: source.width) {
            values in
            if let target = values.baseAddress { source.write(index, into: target) }
            return normalization.bytes(of: UnsafeBufferPointer(values))
        }
        let crop = Int(Double(source.width / 3).squareRoot())
        pixels =
            EvaluationTransform(resize: side, crop: side)
            .apply(RGBImage(width: crop, height: crop, pixels: bytes)).pixels
        caption =
            source.blend(index).map {
                "\(Int((100 * (1 - $0.share)).rounded()))% \(classes[Int($0.other)])"
            } ?? ""
    }
}
