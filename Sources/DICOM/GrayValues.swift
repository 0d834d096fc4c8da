/// The gray values of an image as samples of at most 16 bits, of which a window makes levels.
package struct GrayValues: Sendable {
    /// The samples, `[height, width]`, each below `1 << bits`.
    package let samples: [UInt16]
    /// The bits per sample, 1 to 16.
    package let bits: Int
    /// The value of the sample 0, after the modality's rescaling or table.
    package let intercept: Double
    /// The difference between the values of adjacent samples, above 0.
    package let step: Double
    /// True if the lowest value is white.
    package let isInverted: Bool
    /// The level of each sample under the window or table of the file, 0 to 255 and not rounded,
    /// before it is inverted: `[1 << bits]`; nil if the file has none.
    package let stated: [Float]?
}

extension DICOMImage {
    /// The gray values; nil for an image with colors.
    /// - Throws: `DICOMError.Kind` for an invalid window or table, and for samples of more than 16
    ///   bits.
    package func grayValues() throws(DICOMError.Kind) -> GrayValues? {
        guard photometric.isGray else { return nil }
        guard form.bitsStored <= 16 else {
            throw .unsupported("\(form.bitsStored) bits per gray sample; expected at most 16")
        }
        let transform = try GrayTransform(data, form, .ofFile)
        if let table = transform.modality {
            return GrayValues(
                samples: values.map { table[Double($0)] }, bits: table.depth, intercept: 0, step: 1,
                isInverted: photometric == .monochrome1,
                stated: stated(transform, (0..<1 << table.depth).map(Double.init)))
        }
        let range = usedRange
        // With a negative slope, the order of the samples is reversed.
        let isReversed = transform.slope < 0
        let samples = values.map {
            UInt16(isReversed ? range.upperBound - $0 : $0 - range.lowerBound)
        }
        let stored = isReversed ? Array(range.reversed()) : Array(range)
        let modal = stored.map { Double($0) * transform.slope + transform.intercept }
        return GrayValues(
            samples: samples, bits: range.count.trailingZeroBitCount, intercept: modal[0],
            step: abs(transform.slope), isInverted: photometric == .monochrome1,
            stated: stated(transform, modal))
    }

    /// The levels of values of the modality; nil if the file has no window.
    private func stated(_ transform: GrayTransform, _ modal: [Double]) -> [Float]? {
        transform.hasWindow ? modal.map { Float(transform.fraction(of: $0) * 255) } : nil
    }

    /// The range of the stored bits, or of 16 bits if JPEG 2000 or JPEG-LS contains values beyond.
    private var usedRange: ClosedRange<Int> {
        let (range, extent) = (form.range, values.extent)
        let isInside =
            range.lowerBound <= extent.lowerBound && extent.upperBound <= range.upperBound
        return isInside ? range : form.isSigned ? -32_768...32_767 : 0...65_535
    }
}
