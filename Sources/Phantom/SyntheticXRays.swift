import Foundation
package import JSON
package import Vocabulary

/// Imagined chest X-rays: a data set for trying things out, made in seconds from a seed.
///
/// The pictures are drawn, not taken: nothing that a network learns from them says anything about
/// patients.
package struct SyntheticXRays: Sendable, Hashable {
    package var size: Int
    package var counts: [Split: Int]
    package var seed: UInt64
    package var contrast: Double

    package static let settings: [Setting] = [
        Setting("size", .integer(32...1024), default: .number(128), "Pixels of a side."),
        Setting("train", .integer(10...1_000_000), default: .number(1000), "Training images."),
        Setting("val", .integer(0...1_000_000), default: .number(200), "Validation images."),
        Setting("test", .integer(0...1_000_000), default: .number(400), "Test images."),
        Setting(
            "seed", .integer(0...Int(Int32.max)), default: .number(1),
            "Another seed gives other patients."),
        Setting(
            "contrast", .number(NumberRange(0, 3)), default: .number(1),
            "How clearly the findings show: 0 not at all, 1 as a small network learns them."),
    ]

    /// - Parameter values: checked against `settings`, with defaults filled in.
    package init(_ values: SettingValues) {
        size = values.integer("size")
        counts = [
            .train: values.integer("train"), .val: values.integer("val"),
            .test: values.integer("test"),
        ]
        seed = UInt64(values.integer("seed"))
        contrast = values.number("contrast")
    }

    /// One picture of the set.
    package struct Item: Sendable, Hashable {
        /// Relative to the set's folder.
        package var path: String
        package var finding: PhantomFinding
        /// Its random numbers' index.
        package var index: Int

        package init(path: String, finding: PhantomFinding, index: Int) {
            self.path = path
            self.finding = finding
            self.index = index
        }
    }

    /// The pictures, split after split: two in five are normal, the others half bacterial and half
    /// viral.
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

    /// The gray picture of an item, `[size, size]`: a pure function of seed, index, finding and
    /// contrast.
    package func pixels(_ item: Item) -> [UInt8] {
        PhantomRendering.pixels(
            item.finding, size: size, contrast: Float(contrast), seed: seed, index: item.index)
    }

    /// The middle of an item's consolidation, column and row in pixels; nil for one without.
    package func consolidation(_ item: Item) -> SIMD2<Float>? {
        PhantomRendering.consolidation(item.finding, size: size, seed: seed, index: item.index)
    }
}
