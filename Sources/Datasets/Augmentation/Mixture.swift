package import Images

/// How two images of `[3, side, side]` values become one.
package struct Mixture: Sendable, Hashable {
    /// How much of the class is the image's own; the rest is the other's.
    package var share: Double
    /// Where the other image shows; nil: everywhere, in proportion.
    package var box: RGBImage.Box?

    package init(share: Double, box: RGBImage.Box? = nil) {
        self.share = share
        self.box = box
    }

    /// Mixes `other` into `image`.
    package func apply(
        _ other: UnsafePointer<Float>, to image: UnsafeMutablePointer<Float>, side: Int
    ) {
        guard let box else {
            let (own, rest) = (Float(share), Float(1 - share))
            for index in 0..<3 * side * side {
                image[index] = own * image[index] + rest * other[index]
            }
            return
        }
        for channel in 0..<3 {
            for row in box.rows {
                let start = (channel * side + row) * side
                for column in box.columns { image[start + column] = other[start + column] }
            }
        }
    }
}

/// The classes of an example that is mixed of two.
package struct LabelBlend: Sendable, Hashable {
    /// The class of the other one.
    package var other: Int32
    /// How much the example's own class counts; the other's is the rest.
    package var share: Float

    package init(other: Int32, share: Float) {
        self.other = other
        self.share = share
    }
}
