package import Images

/// A Grad-CAM heat map: how much each region of an image increases the logit of a class, in
/// [0, 1].
package struct HeatMap: Sendable, Hashable {
    /// The number of columns, which is that of the feature maps.
    package let width: Int
    /// The number of rows, which is that of the feature maps.
    package let height: Int
    /// The values, `[height, width]`, with a maximum of 1; all 0 if no region increases the logit.
    package let values: [Float]

    /// Creates a heat map from values in [0, 1].
    /// - Precondition: `values` has `width * height` elements.
    package init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height, "\(values.count) of \(width) x \(height)")
        self.width = width
        self.height = height
        self.values = values
    }

    /// Computes the heat map as `relu(sum_c mean(gradient_c) * feature_c)`, divided by its maximum
    /// (Grad-CAM, Selvaraju et al. 2017).
    /// - Parameters:
    ///   - features: the feature maps, `[C, height, width]`.
    ///   - gradients: the gradient of the class's logit with respect to `features`, of equal shape.
    package init(
        width: Int, height: Int, features: ArraySlice<Float>, gradients: ArraySlice<Float>
    ) {
        self.width = width
        self.height = height
        let count = width * height
        var heat = [Float](repeating: 0, count: count)
        for (feature, gradient) in zip(
            stride(from: features.startIndex, to: features.endIndex, by: count),
            stride(from: gradients.startIndex, to: gradients.endIndex, by: count))
        {
            let weight = gradients[gradient..<gradient + count].reduce(0, +) / Float(count)
            for index in 0..<count { heat[index] += weight * features[feature + index] }
        }
        let maximum = heat.max() ?? 0
        values = heat.map { maximum > 0 ? max($0, 0) / maximum : 0 }
    }

    /// The mean of the heat maps of several networks, divided by its maximum.
    /// - Returns: nil if the maps differ in size, or if there are none.
    static func mean(of maps: [HeatMap]) -> HeatMap? {
        guard let first = maps.first,
            maps.allSatisfy({ $0.width == first.width && $0.height == first.height })
        else { return nil }
        if maps.count == 1 { return first }
        let sums = first.values.indices.map { index in
            maps.reduce(0) { $0 + $1.values[index] }
        }
        let maximum = sums.max() ?? 0
        return HeatMap(
            width: first.width, height: first.height,
            values: sums.map { maximum > 0 ? $0 / maximum : 0 })
    }

    /// Whether the map has fewer than 4 rows or columns, too few to locate a region.
    package var isCoarse: Bool { min(width, height) < 4 }

    /// Whether no region increases the logit.
    package var isEmpty: Bool { values.allSatisfy { $0 == 0 } }

    /// The colours of the overlay, red, green and blue, from the lowest to the highest value.
    package static var colors: [[UInt8]] {
        (UInt8.min...UInt8.max).map { HeatColors.color($0).map { UInt8($0.rounded()) } }
    }

    /// The values scaled to 0 to 255 and resized bilinearly to a square image, `[side, side]`.
    package func levels(side: Int) -> [UInt8] {
        Raster(
            width: width, height: height, channels: 1,
            pixels: values.map { UInt8(($0 * 255).rounded()) }
        ).resized(width: side, height: side, columns: 0..<side, rows: 0..<side).pixels
    }

    /// Draws the heat map over a square image; higher values are more opaque.
    /// - Precondition: the image is square.
    package func overlay(on image: RGBImage) -> RGBImage {
        precondition(image.width == image.height, "\(image.width) x \(image.height)")
        var result = image
        for (pixel, level) in levels(side: image.width).enumerated() {
            let opacity = Self.maximumOpacity * Float(level) / 255
            for (channel, tone) in HeatColors.color(level).enumerated() {
                let index = 3 * pixel + channel
                let mixed = Float(image.pixels[index]) * (1 - opacity) + tone * opacity
                result.pixels[index] = UInt8(mixed.rounded())
            }
        }
        return result
    }

    private static let maximumOpacity: Float = 0.65
}

/// A color scale from dark red over orange to yellow, whose lightness increases, so that it is also
/// readable in grayscale.
enum HeatColors {
    private static let stops: [[Float]] = [
        [60, 10, 60], [150, 30, 75], [220, 70, 45], [250, 150, 20], [252, 235, 120],
    ]

    /// The red, green and blue of a level, from 0 to 255 each.
    static func color(_ level: UInt8) -> [Float] {
        let position = Float(level) / 255 * Float(stops.count - 1)
        let first = min(Int(position), stops.count - 2)
        let part = position - Float(first)
        return zip(stops[first], stops[first + 1]).map { $0 * (1 - part) + $1 * part }
    }
}
