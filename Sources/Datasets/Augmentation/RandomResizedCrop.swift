import Foundation
package import Images
package import JSON
package import Tensors
package import Vocabulary

/// A part of the image, resized to the whole: torchvision's `RandomResizedCrop`, antialiased
/// bilinear.
///
/// It is cut from the square that `dataset.crop` leaves, not from the image as it was before.
package struct RandomResizedCrop: Augmentation {
    package static let kind = "randomResizedCrop"
    package static let summary =
        "Cuts out a part of random area and shape, and resizes it to the whole."
    package static let settings = [
        Setting(
            "minimumArea", .number(.factor), default: 0.08, "The least share of the image's area."),
        Setting(
            "maximumArea", .number(.factor), default: 1, "The greatest share of the image's area."),
        Setting(
            "aspect", .number(NumberRange(1, 10)), default: .number(4.0 / 3),
            "Width by height is between the inverse of this and this."),
    ]

    private let areas: ClosedRange<Double>
    private let aspect: Double

    /// - Throws: `AugmentationError` when the least area is more than the greatest.
    package init(_ values: SettingValues) throws {
        let (least, most) = (values.number("minimumArea"), values.number("maximumArea"))
        guard least <= most else {
            throw AugmentationError(
                setting: "minimumArea",
                description:
                    "must be at most maximumArea, which is \(JSONValue.number(most).canonical); "
                    + "got \(JSONValue.number(least).canonical)")
        }
        areas = least...most
        aspect = values.number("aspect")
    }

    /// Ten attempts, as torchvision makes them; after that, all of the image.
    package func draw(_ stream: inout RandomStream, side: Int) -> RGBImage.Box {
        for _ in 0..<10 {
            let area = stream.nextUniform(in: areas) * Double(side * side)
            let shape = exp(stream.nextUniform(in: -log(aspect)...log(aspect)))
            let width = Int((area * shape).squareRoot().rounded(.toNearestOrEven))
            let height = Int((area / shape).squareRoot().rounded(.toNearestOrEven))
            guard (1...side).contains(width), (1...side).contains(height) else { continue }
            let top = stream.nextInteger(below: side - height + 1)
            let left = stream.nextInteger(below: side - width + 1)
            return RGBImage.Box(columns: left..<left + width, rows: top..<top + height)
        }
        return RGBImage.Box(columns: 0..<side, rows: 0..<side)
    }

    package func apply(_ box: RGBImage.Box, to image: inout RGBImage) {
        image = image.resizedCrop(box, width: image.width, height: image.height)
    }
}
