package import Images

/// How two images of `[3, side, side]` values become one.
package struct MixParameters: Sendable, Hashable {
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

/// The label of an example that is mixed of two: its own class, and the class of the other example.
package struct MixedLabel: Sendable, Hashable {
    /// The class of the other example.
    package var other: Int32
    /// The fraction of the example's own class; that of the other class is the rest.
    package var fraction: Float

    package init(other: Int32, fraction: Float) {
        self.other = other
        self.fraction = fraction
    }
}
