import Images
import JSON
package import Tensors
package import Vocabulary

/// A box of another training image, pasted into each image; the label is mixed in proportion to the
/// area: Yun et al., "CutMix" (2019), with the box of torchvision's `CutMix`. As in `Mixup`,
/// partner and lambda are drawn for each image.
package struct CutMix: MixAugmentation {
    package static let kind = "cutmix"
    package static let summary =
        "Pastes a random box of another training image; the label is mixed in proportion to the area."
    package static let settings = [Mixup.alpha(1)]

    private let alpha: Double

    package init(_ values: SettingValues) { alpha = values.number("alpha") }

    package func draw(_ stream: inout RandomStream, side: Int) -> MixParameters {
        let lambda = stream.nextBeta(alpha: alpha)
        let column = stream.nextInteger(below: side)
        let row = stream.nextInteger(below: side)
        let half = Int(0.5 * (1 - lambda).squareRoot() * Double(side))
        let box = RGBImage.Box(
            columns: max(0, column - half)..<min(side, column + half),
            rows: max(0, row - half)..<min(side, row + half))
        return MixParameters(lambda: 1 - Double(box.area) / Double(side * side), box: box)
    }
}
