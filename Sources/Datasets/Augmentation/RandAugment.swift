package import Images
import JSON
package import Tensors
package import Vocabulary

/// Some of fourteen changes, all with the same magnitude: Cubuk et al., "RandAugment" (2020), with
/// torchvision's operations and magnitudes. Geometric operations use bilinear interpolation;
/// torchvision's default is the nearest pixel.
package struct RandAugment: Augmentation {
    package static let kind = "randAugment"
    package static let summary =
        "A number of random changes from a list of fourteen, all with the same magnitude."
    package static let settings = [
        Setting("count", .integer(1...14), default: 2, "The number of changes of each image."),
        Setting(
            "magnitude", .integer(0...30), default: 9, "The magnitude of the changes."),
        Augmentations.fill,
    ]

    /// A change and its direction.
    package struct Change: Sendable, Hashable {
        /// The operation.
        package var operation: RandAugmentOperation
        /// True if the direction is reversed.
        package var isNegative: Bool

        package init(operation: RandAugmentOperation, isNegative: Bool) {
            self.operation = operation
            self.isNegative = isNegative
        }
    }

    private let count: Int
    private let magnitude: Int
    private let fill: UInt8

    package init(_ values: SettingValues) {
        count = values.integer("count")
        magnitude = values.integer("magnitude")
        fill = UInt8(values.integer("fill"))
    }

    package func draw(_ stream: inout RandomStream, side: Int) -> [Change] {
        let operations = RandAugmentOperation.allCases
        return (0..<count).map { _ in
            let operation = operations[stream.nextInteger(below: operations.count)]
            return Change(operation: operation, isNegative: stream.nextUniform() < 0.5)
        }
    }

    package func apply(_ changes: [Change], to image: inout RGBImage) {
        for change in changes {
            change.operation.apply(
                to: &image, strength: Double(magnitude) / 30, isNegative: change.isNegative,
                fill: fill)
        }
    }
}
