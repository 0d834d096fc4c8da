import JSON
package import Vocabulary

extension Normalization {
    /// The mean and the standard deviation of the pixels of a split after resizing and cropping,
    /// for red, green and blue, in [0, 1]. The sums are of integers, so they do not depend on the
    /// order of the images.
    /// - Returns: nil if a channel is constant, so that its standard deviation is 0.
    package init?(pixelsOf split: DecodedSplit) throws {
        let chunk = 64
        let starts = Array(stride(from: 0, to: split.count, by: chunk))
        let parts = try Parallel.map(count: starts.count) { part in
            try Self.histograms(of: split, starts[part]..<min(starts[part] + chunk, split.count))
        }
        var counts = [Int](repeating: 0, count: 3 * 256)
        for part in parts { for index in counts.indices { counts[index] += part[index] } }
        let channels = (0..<3).map { channel in
            Self.moments(of: counts[256 * channel..<256 * (channel + 1)])
        }
        self.init(mean: channels.map(\.mean), std: channels.map(\.std))
    }

    /// The number of pixels of each level in each channel: `[3, 256]`.
    private static func histograms(of split: DecodedSplit, _ images: Range<Int>) throws -> [Int] {
        var counts = [Int](repeating: 0, count: 3 * 256)
        for index in images {
            try split.withPixels(at: index) { pixels in
                counts.withUnsafeMutableBufferPointer { counts in
                    for start in stride(from: 0, to: pixels.count, by: 3) {
                        counts[Int(pixels[start])] += 1
                        counts[256 + Int(pixels[start + 1])] += 1
                        counts[512 + Int(pixels[start + 2])] += 1
                    }
                }
            }
        }
        return counts
    }

    /// - Parameter counts: the number of pixels of each level, 0 to 255.
    private static func moments(of counts: ArraySlice<Int>) -> (mean: Double, std: Double) {
        var (count, sum, squares) = (0, 0, 0)
        for (level, number) in counts.enumerated() {
            count += number
            sum += level * number
            squares += level * level * number
        }
        let mean = Double(sum) / Double(count)
        let variance = Double(squares) / Double(count) - mean * mean
        return (mean / 255, max(variance, 0).squareRoot() / 255)
    }
}
