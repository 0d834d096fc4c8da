import Foundation
package import Images
import JSON
package import Tensors
package import Vocabulary

/// A random crop, resized to the size of the image: torchvision's `RandomResizedCrop`, bilinear
/// with antialiasing.
///
/// The crop is taken from the square that `dataset.crop` gives, not from the original image.
package struct RandomResizedCrop: Augmentation {
    package static let kind = "randomResizedCrop"
    package static let summary =
        "Random crop of the image, resized to the size of the image."
    package static let settings = [
        Setting(
            "minimumArea", .number(.factor), default: 0.08,
            "The minimum area of the crop, as a fraction of the image's area."),
        Setting(
            "maximumArea", .number(.factor), default: 1,
            "The maximum area of the crop, as a fraction of the image's area."),
        Setting(
            "aspect", .number(NumberRange(1, 10)), default: .number(4.0 / 3),
            "The maximum aspect ratio (width / height) of the crop; the minimum is 1 / aspect."),
    ]

    private let areas: ClosedRange<Double>
    private let aspect: Double

    /// - Throws: `AugmentationError` if the minimum area is greater than the maximum.
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

    /// Draws a crop in at most ten attempts, as torchvision does; if all fail, the crop is the
    /// whole image.
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
