/// The range of the values of an image and of the levels that a window makes of them; only for
/// images with more than 8 bits per sample, and for images with a window of their own.
package struct LevelRange: Sendable, Hashable {
    /// The bits per sample.
    package var bits: Int
    /// The minimum and maximum value, as stored.
    package var values: ClosedRange<Double>
    /// The minimum and maximum level, 0 (black) to 255 (white), not rounded.
    package var levels: ClosedRange<Float>

    /// Creates the range of an image.
    package init(bits: Int, values: ClosedRange<Double>, levels: ClosedRange<Float>) {
        self.bits = bits
        self.values = values
        self.levels = levels
    }

    /// True if less than a quarter of the levels is used, so that the image is almost uniform.
    package var usesLittle: Bool { levels.upperBound - levels.lowerBound < 255.0 / 4 }

    /// True if less than a quarter of the levels is used, or only the darker half.
    var isSmall: Bool { usesLittle || levels.upperBound < 127.5 }

    /// The five numbers that `init(fields:)` reads.
    var fields: [String] {
        [
            "\(bits)", "\(values.lowerBound)", "\(values.upperBound)", "\(levels.lowerBound)",
            "\(levels.upperBound)",
        ]
    }

    /// - Returns: nil if these are not the `fields` of a range.
    init?(fields: some Collection<Substring>) {
        let numbers = fields.compactMap { Double($0) }
        guard numbers.count == 5, fields.count == 5, numbers.allSatisfy(\.isFinite),
            let bits = Int(exactly: numbers[0]), numbers[1] <= numbers[2], numbers[3] <= numbers[4]
        else { return nil }
        self.init(
            bits: bits, values: numbers[1]...numbers[2],
            levels: Float(numbers[3])...Float(numbers[4]))
    }

    /// The range of all values and levels of several images; nil if there are none.
    package static func union(_ all: [LevelRange]) -> LevelRange? {
        guard var union = all.first else { return nil }
        for next in all.dropFirst() {
            union.bits = max(union.bits, next.bits)
            union.values =
                min(
                    union.values.lowerBound, next.values.lowerBound)...max(
                    union.values.upperBound, next.values.upperBound)
            union.levels =
                min(
                    union.levels.lowerBound, next.levels.lowerBound)...max(
                    union.levels.upperBound, next.levels.upperBound)
        }
        return union
    }

    /// A text such as `values from 0 to 4095 (12 of 16 bits) become levels 0 to 16 of 255`.
    package var text: String {
        let number: (Double) -> String = {
            $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)"
        }
        let used = Int(max(values.upperBound, 1).rounded(.up))
        let needed = Int.bitWidth - used.leadingZeroBitCount
        let isPart = values.lowerBound >= 0 && needed < bits
        let part = isPart ? " (\(needed) of \(bits) bits)" : ""
        return "values from \(number(values.lowerBound)) to \(number(values.upperBound))\(part) "
            + "become levels \(Int(levels.lowerBound.rounded())) to "
            + "\(Int(levels.upperBound.rounded())) of 255"
    }
}
