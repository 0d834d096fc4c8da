import Foundation
import JSON
package import Vocabulary

/// Synthetic chest X-rays (phantoms): a data set for trying out the program, generated in seconds
/// from a seed.
///
/// The images are drawn: results on them do not say anything about patients.
package struct SyntheticXRays: Sendable, Hashable {
    /// The side of each image, in pixels.
    var size: Int
    /// The number of images of each split.
    var counts: [Split: Int]
    /// The seed of the random numbers; another seed gives other patients.
    var seed: UInt64
    /// The contrast of the findings in [0, 3]: at 0 they are invisible, at 1 a small network learns
    /// them.
    var contrast: Double
    /// The findings of images with several labels; nil: one class folder for each image.
    var findings: [PhantomLabel]?

    /// The settings of the data set, with their ranges and defaults.
    package static let settings: [Setting] = [
        Setting(
            "size", .integer(32...1024), default: .number(128),
            "The side of the square images, in pixels."),
        Setting(
            "train", .integer(10...1_000_000), default: .number(1000),
            "The number of training images."),
        Setting(
            "val", .integer(0...1_000_000), default: .number(200),
            "The number of validation images."),
        Setting(
            "test", .integer(0...1_000_000), default: .number(400), "The number of test images."),
        Setting(
            "seed", .integer(0...Int(Int32.max)), default: .number(1),
            "The seed of the random numbers; another seed gives other patients."),
        Setting(
            "contrast", .number(NumberRange(0, 3)), default: .number(1),
            "The contrast of the findings: 0 makes them invisible; at 1, a small network learns them."
        ),
        Setting(
            "findings", .names(PhantomLabel.allCases.map(\.rawValue)), default: .null,
            "The radiological findings that are drawn, each present or absent in an image; the labels are in "
                + "labels.csv in the folder; null: the class folders NORMAL and PNEUMONIA."),
    ]

    /// - Parameter values: the values of `settings`, checked and with defaults filled in.
    package init(_ values: SettingValues) {
        size = values.integer("size")
        counts = [
            .train: values.integer("train"), .val: values.integer("val"),
            .test: values.integer("test"),
        ]
        seed = UInt64(values.integer("seed"))
        contrast = values.number("contrast")
        findings = values.optionalNames("findings").map { names in
            PhantomLabel.allCases.filter { names.contains($0.rawValue) }
        }
    }

    /// One image of the data set.
    package struct Item: Sendable, Hashable {
        /// The image's path, relative to the data set's folder.
        package var path: String
        /// The finding that is drawn, which decides the class.
        package var finding: PhantomFinding
        /// The index of the image's random numbers, unique in the data set.
        package var index: Int

        package init(path: String, finding: PhantomFinding, index: Int) {
            self.path = path
            self.finding = finding
            self.index = index
        }
    }

    /// The images, split after split: two in five are normal; of the others, half are bacterial and
    /// half are viral.
    package var items: [Item] {
        var items: [Item] = []
        for split in Split.allCases {
            for position in 0..<counts[split, default: 0] {
                items.append(item(split, position: position, index: items.count))
            }
        }
        return items
    }

    private func item(_ split: Split, position: Int, index: Int) -> Item {
        let pattern: [PhantomFinding] = [
            .normal, .bacteria, .virus, .normal, .bacteria, .normal, .virus, .bacteria, .normal,
            .virus,
        ]
        let finding = pattern[position % pattern.count]
        let number = String(index + 1)
        let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
        let name =
            finding == .normal
            ? "IM-\(padded)-0001" : "person\(number)_\(finding.rawValue)_\(number)"
        return Item(
            path: "\(split.rawValue)/\(finding.className)/\(name).jpeg", finding: finding,
            index: index)
    }

    /// The gray image of an item, `[size, size]`: a pure function of seed, index, finding and
    /// contrast.
    package func pixels(_ item: Item) -> [UInt8] {
        PhantomRendering.pixels(
            item.finding, size: size, contrast: Float(contrast), seed: seed, index: item.index)
    }

    /// The center of an item's consolidation, column and row in pixels; nil for an item without
    /// one.
    package func consolidation(_ item: Item) -> SIMD2<Float>? {
        PhantomRendering.consolidation(item.finding, size: size, seed: seed, index: item.index)
    }
}
