package import Images
import JSON
package import Tensors
package import Vocabulary

/// A square filled with one gray level, centered at a random pixel and clipped to the image:
/// DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout"
/// (2017). The paper fills it with the mean of the data; here `fill` gives the gray level.
package struct Cutout: Augmentation {
    package static let kind = "cutout"
    package static let summary = "Fills a square at a random position of the image."
    package static let settings = [
        Setting(
            "size", .number(.factor), default: 0.25,
            "The side of the square, as a fraction of the image's side."
        ),
        Setting("fill", .integer(0...255), default: 0, "The gray level of the square."),
    ]

    private let size: Double
    private let fill: UInt8

    package init(_ values: SettingValues) {
        size = values.number("size")
        fill = UInt8(values.integer("fill"))
    }

    package func draw(_ stream: inout RandomStream, side: Int) -> RGBImage.Box {
        let length = max(1, Int((size * Double(side)).rounded()))
        let row = stream.nextInteger(below: side) - length / 2
        let column = stream.nextInteger(below: side) - length / 2
        return RGBImage.Box(
            columns: max(0, column)..<min(side, column + length),
            rows: max(0, row)..<min(side, row + length))
    }

    package func apply(_ box: RGBImage.Box, to image: inout RGBImage) {
        image.erase(box, to: fill)
    }
}
