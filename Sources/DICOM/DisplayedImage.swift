/// The pixels of an image as they are displayed: gray or RGB with 8 or 16 bits.
package struct DisplayedImage: Sendable, Hashable {
    /// The number of columns.
    package let width: Int
    /// The number of rows.
    package let height: Int
    /// The number of channels: 1 (gray) or 3 (RGB).
    package let channels: Int
    /// The bits of a level: 8 or 16; the maximum level is white.
    package let bits: Int
    /// The levels, `[height, width, channels]`, row-major, top row first.
    package let levels: [UInt16]
}

/// The range of gray values that is displayed.
package enum DisplayWindow: Sendable, Hashable {
    /// The first window or table of the file; the full range if it has none.
    case ofFile
    /// All values that the bits of the samples can express.
    case full
}

extension DICOMImage {
    /// The image as it is displayed.
    ///
    /// Gray values pass the modality table or the rescaling, then the window or table, as in
    /// pydicom's `apply_modality_lut` and `apply_voi_lut`. The output range, from `low` to `high`,
    /// is that of pydicom: the range of the stored bits after the rescaling, or of the table's
    /// entries. A value v becomes the level
    ///
    ///     floor((v - low) / (high - low) * maximum + 0.5)
    ///
    /// with a maximum of 255 if at most 8 bits are used, and 65535 otherwise. MONOCHROME1, where
    /// low values are bright, is inverted. Windows do not apply to colors.
    /// - Throws: `DICOMError.Kind` for an invalid window, table or palette.
    package func displayed(
        _ window: DisplayWindow = .ofFile
    ) throws(DICOMError.Kind) -> DisplayedImage {
        if photometric.isGray {
            let transform = try GrayTransform(data, form, window)
            let isInverted = photometric == .monochrome1
            let levels = values.map { value in
                let level = transform.level(of: value)
                return isInverted ? transform.maximum - level : level
            }
            return displayed(levels, channels: 1, bits: transform.maximum == 255 ? 8 : 16)
        }
        if photometric == .palette {
            let palette = try Palette(data, form)
            let planes = (0..<3).map { channel in
                values.map { palette.level(of: $0, channel: channel) }
            }
            let levels = (0..<form.pixels * 3).map { planes[$0 % 3][$0 / 3] }
            return displayed(levels, channels: 3, bits: palette.depth)
        }
        let bits = form.bitsStored <= 8 ? 8 : 16
        let range = form.range
        let scale = Scale(
            low: Double(range.lowerBound), high: Double(range.upperBound),
            maximum: bits == 8 ? 255 : .max)
        let levels = values.map { scale.level(of: Double($0)) }
        return displayed(levels, channels: 3, bits: bits)
    }

    private func displayed(_ levels: [UInt16], channels: Int, bits: Int) -> DisplayedImage {
        DisplayedImage(
            width: width, height: height, channels: channels, bits: bits, levels: levels)
    }
}

/// The levels of values between two bounds.
struct Scale {
    /// The value of the level 0; it may be the larger one.
    var low: Double
    /// The value of the maximum level.
    var high: Double
    var maximum: UInt16

    func level(of value: Double) -> UInt16 {
        let level = ((value - low) / (high - low) * Double(maximum) + 0.5).rounded(.down)
        guard level > 0 else { return 0 }
        return level < Double(maximum) ? UInt16(level) : maximum
    }

    /// The position of a value between the bounds, 0 to 1.
    func fraction(of value: Double) -> Double { min(max((value - low) / (high - low), 0), 1) }
}
