package import Images

/// How much each place of an image speaks for a class, from 0 to 1.
package struct HeatMap: Sendable, Hashable {
    package let width: Int
    package let height: Int
    /// `[height, width]`, the greatest 1; all 0 where nothing speaks for the class.
    package let values: [Float]

    /// - Precondition: there is a value for every place.
    package init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height, "\(values.count) of \(width) x \(height)")
        self.width = width
        self.height = height
        self.values = values
    }

    /// - Parameters:
    ///   - features: `[C, height, width]`
    ///   - slopes: the derivatives of the class's logit by them.
    package init(width: Int, height: Int, features: ArraySlice<Float>, slopes: ArraySlice<Float>) {
        self.width = width
        self.height = height
        let places = width * height
        var heat = [Float](repeating: 0, count: places)
        for (feature, slope) in zip(
            stride(from: features.startIndex, to: features.endIndex, by: places),
            stride(from: slopes.startIndex, to: slopes.endIndex, by: places))
        {
            let weight = slopes[slope..<slope + places].reduce(0, +) / Float(places)
            for place in 0..<places { heat[place] += weight * features[feature + place] }
        }
        let most = heat.max() ?? 0
        values = heat.map { most > 0 ? max($0, 0) / most : 0 }
    }

    /// Over a square image, `[side, side]`, bilinear between the places; 255 is the greatest.
    package func levels(side: Int) -> [UInt8] {
        Raster(
            width: width, height: height, channels: 1,
            pixels: values.map { UInt8(($0 * 255).rounded()) }
        ).resized(width: side, height: side, columns: 0..<side, rows: 0..<side).pixels
    }

    /// A square image with the heat over it, the stronger the hotter.
    /// - Precondition: the image is square.
    package func overlay(on image: RGBImage) -> RGBImage {
        precondition(image.width == image.height, "\(image.width) x \(image.height)")
        var result = image
        for (place, level) in levels(side: image.width).enumerated() {
            let share = Self.mostOpaque * Float(level) / 255
            for (channel, tone) in HeatColors.color(level).enumerated() {
                let index = 3 * place + channel
                let mixed = Float(image.pixels[index]) * (1 - share) + tone * share
                result.pixels[index] = UInt8(mixed.rounded())
            }
        }
        return result
    }

    private static let mostOpaque: Float = 0.65
}

/// From dark red by orange to yellow: rises in lightness, so that it also reads in gray.
enum HeatColors {
    private static let stops: [[Float]] = [
        [60, 10, 60], [150, 30, 75], [220, 70, 45], [250, 150, 20], [252, 235, 120],
    ]

    /// Red, green and blue of a level.
    static func color(_ level: UInt8) -> [Float] {
        let place = Float(level) / 255 * Float(stops.count - 1)
        let first = min(Int(place), stops.count - 2)
        let part = place - Float(first)
        return zip(stops[first], stops[first + 1]).map { $0 * (1 - part) + $1 * part }
    }
}
