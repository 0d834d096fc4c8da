package import Images

/// The parameters for mixing two images of `[3, side, side]` values.
package struct MixParameters: Sendable, Hashable {
    /// The fraction of the image's own class in the mixed label; the rest is the other image's
    /// class.
    package var lambda: Double
    /// The box that shows the other image; nil: a weighted average of all pixels.
    package var box: RGBImage.Box?

    package init(lambda: Double, box: RGBImage.Box? = nil) {
        self.lambda = lambda
        self.box = box
    }

    /// Mixes `other` into `image`.
    package func apply(
        _ other: UnsafePointer<Float>, to image: UnsafeMutablePointer<Float>, side: Int
    ) {
        guard let box else {
            let (own, rest) = (Float(lambda), Float(1 - lambda))
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

/// The label of an example that is mixed from two: the other example, and the fraction of its own
/// label.
package struct MixedLabel: Sendable, Hashable {
    /// The index of the other example.
    package var other: Int
    /// The fraction of the example's own label; that of the other label is the rest.
    package var fraction: Float

    package init(other: Int, fraction: Float) {
        self.other = other
        self.fraction = fraction
    }
}
