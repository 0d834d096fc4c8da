package import Images
package import JSON
package import Tensors
package import Vocabulary

/// Hides a square whose centre is any pixel, as far as it lies in the image: DeVries and Taylor,
/// "Improved Regularization of Convolutional Neural Networks with Cutout" (2017). They fill with
/// the mean of the data; here `fill` says with what.
package struct Cutout: Augmentation {
    package static let kind = "cutout"
    package static let summary = "Hides a square anywhere in the image."
    package static let settings = [
        Setting(
            "size", .number(.factor), default: 0.25, "The square's side, as a share of the image's."
        ),
        Setting("fill", .integer(0...255), default: 0, "The level of the square."),
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
