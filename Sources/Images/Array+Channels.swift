extension [UInt8] {
    /// The colors of indices: red, green and blue of each.
    /// - Parameter palette: red, green and blue of each color, at least as many as the highest
    ///   index requires.
    func colored(by palette: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 3 * count) { buffer, filled in
            for index in self {
                let color = 3 * Int(index)
                for channel in 0..<3 { buffer[filled + channel] = palette[color + channel] }
                filled += 3
            }
        }
    }
}

extension Array where Element: FixedWidthInteger {
    /// Keeps the first channels of each pixel; the channel after them is its opacity.
    /// - Parameters:
    ///   - stored: the number of channels of each pixel, `kept` or one more.
    ///   - opaque: the sample of an opaque pixel.
    /// - Returns: true if all pixels are opaque; nil if there is no further channel.
    mutating func dropLastChannel(
        of stored: Int, keeping kept: Int, opaque: Element
    ) -> Bool? {
        guard stored > kept else { return nil }
        let pixels = count / stored
        var isOpaque = true
        withUnsafeMutableBufferPointer { samples in
            for pixel in 0..<pixels {
                for channel in 0..<kept {
                    samples[pixel * kept + channel] = samples[pixel * stored + channel]
                }
                // The opacity is read before its place is overwritten.
                if samples[pixel * stored + kept] != opaque { isOpaque = false }
            }
        }
        removeLast(count - pixels * kept)
        return isOpaque
    }
}
