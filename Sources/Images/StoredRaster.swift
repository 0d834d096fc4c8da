import Vocabulary

/// Decoded pixels as a file stores them, with up to 16 bits per sample; a window makes levels of
/// gray from them.
///
/// The value of a sample `s` is `intercept + step * s`: a signed sample is stored with its highest
/// bit inverted, and a format may define a scale of its own. Windows refer to values.
package struct StoredRaster: Sendable {
    /// The number of columns.
    package var width: Int
    /// The number of rows.
    package var height: Int
    /// The number of channels, 1 or 3.
    package var channels: Int
    /// The samples, `[height, width, channels]`, row-major, each below `1 << bits`.
    package var samples: [UInt16]
    /// The bits per sample, 1 to 16.
    package var bits: Int
    /// The value of the sample 0.
    package var intercept: Double
    /// The difference between the values of adjacent samples, above 0.
    package var step: Double
    /// True if the lowest value is white.
    package var isInverted: Bool
    /// The level of each sample, 0 to 255, that the file states for its display, before it is
    /// inverted: `[1 << bits]`; nil if the file states none.
    package var stated: [Float]?
    /// The properties of the file that are not visible in the samples.
    package var properties: ImageProperties

    /// - Precondition: `samples` has `width * height * channels` elements, `bits` is 1 to 16, and
    ///   `step` is above 0.
    package init(
        width: Int, height: Int, channels: Int, samples: [UInt16], bits: Int,
        intercept: Double = 0, step: Double = 1, isInverted: Bool = false,
        stated: [Float]? = nil, properties: ImageProperties = ImageProperties()
    ) {
        precondition(
            samples.count == width * height * channels && (1...16).contains(bits) && step > 0,
            "\(samples.count) samples of \(bits) bits, step \(step)")
        self.width = width
        self.height = height
        self.channels = channels
        self.samples = samples
        self.bits = bits
        self.intercept = intercept
        self.step = step
        self.isInverted = isInverted
        self.stated = stated
        self.properties = properties
    }

    /// The levels of an image with 8 bits as stored values.
    init(_ raster: Raster) {
        self.init(
            width: raster.width, height: raster.height, channels: raster.channels,
            samples: raster.pixels.map(UInt16.init), bits: 8, properties: raster.properties)
    }

    /// The minimum and maximum sample; 0 to 0 for an image without pixels.
    var extent: ClosedRange<UInt16> {
        guard var minimum = samples.first else { return 0...0 }
        var maximum = minimum
        for sample in samples {
            minimum = min(minimum, sample)
            maximum = max(maximum, sample)
        }
        return minimum...maximum
    }

    func value(of sample: Double) -> Double { intercept + step * sample }

    /// The values from the lowest to the highest sample of the bit depth.
    private var fullRange: ClosedRange<Double> {
        intercept...value(of: Double(1 << bits - 1))
    }

    /// The values that become black and white.
    private func range(_ window: IntensityWindow) -> ClosedRange<Double> {
        switch window {
        case .full, .stored: fullRange
        case .values(let low, let high): low...high
        case .percentiles(let low, let high): percentile(low)...percentile(high)
        }
    }

    /// The levels of a window.
    struct Levels {
        /// The level of each sample, 0 (black) to 255 (white): `[1 << bits]`.
        let table: [Float]
        /// The properties of the image, with the range of its values and levels.
        let properties: ImageProperties
    }

    /// The levels of samples of `bits` bits between two values, not rounded: `[1 << bits]`.
    static func ramp(
        _ range: ClosedRange<Double>, bits: Int, intercept: Double = 0, step: Double = 1
    ) -> [Float] {
        let width = range.upperBound - range.lowerBound
        return (0..<1 << bits).map { sample in
            let value = intercept + step * Double(sample)
            // A window without a width is a threshold.
            let fraction =
                width > 0
                ? (value - range.lowerBound) / width : value > range.lowerBound ? 1 : 0
            return Float(min(max(fraction, 0), 1) * 255)
        }
    }

    /// The level of each sample under a window, not rounded.
    func levels(_ window: IntensityWindow) -> Levels {
        var (table, properties) = ([Float](), properties)
        if window == .stored, let stated {
            table = stated
        } else {
            let range = range(window)
            table = Self.ramp(range, bits: bits, intercept: intercept, step: step)
            if window == .stored { properties.kinds.insert(.noWindow) }
            if window == .full, let stated, stated != table {
                properties.kinds.insert(.unusedWindow)
            }
            if range.lowerBound == range.upperBound { properties.kinds.insert(.flatWindow) }
        }
        if isInverted { table = table.map { 255 - $0 } }
        let extent = extent
        let ends = [table[Int(extent.lowerBound)], table[Int(extent.upperBound)]]
        properties.levels = LevelRange(
            bits: bits,
            values: value(of: Double(extent.lowerBound))...value(of: Double(extent.upperBound)),
            levels: min(ends[0], ends[1])...max(ends[0], ends[1]))
        return Levels(table: table, properties: properties)
    }

    /// The image with 8 bits per sample, from the whole range of the bit depth.
    var raster: Raster {
        let levels = levels(.full)
        let table = levels.table.map { UInt8($0.rounded()) }
        return Raster(
            width: width, height: height, channels: channels,
            pixels: samples.map { table[Int($0)] }, properties: levels.properties)
    }

    // MARK: Percentiles

    /// The value of a percentile, 0 to 100, interpolated between the two nearest values.
    private func percentile(_ percent: Double) -> Double {
        var counts = [Int](repeating: 0, count: 1 << bits)
        for sample in samples { counts[Int(sample)] += 1 }
        let rank = percent / 100 * Double(samples.count - 1)
        let lower = Int(rank.rounded(.down))
        var (below, first) = (0, Int?.none)
        for (sample, count) in counts.enumerated() where count > 0 {
            below += count
            if first == nil, below > lower { first = sample }
            guard let first, below > lower + 1 || below == samples.count else { continue }
            let start = Double(first)
            return value(of: start + (Double(sample) - start) * (rank - Double(lower)))
        }
        return value(of: 0)
    }
}
