/// The form of the pixels of a DICOM image, from the elements of group 0028 (PS3.3, C.7.6.3).
package struct PixelForm: Sendable, Hashable {
    /// The meaning of the samples.
    package enum Photometric: String, Sendable, CaseIterable {
        case monochrome1 = "MONOCHROME1"
        case monochrome2 = "MONOCHROME2"
        case palette = "PALETTE COLOR"
        case rgb = "RGB"
        case ybrFull = "YBR_FULL"
        case ybrFull422 = "YBR_FULL_422"
        case ybrIrreversible = "YBR_ICT"
        case ybrReversible = "YBR_RCT"

        /// True for gray images.
        package var isGray: Bool { self == .monochrome1 || self == .monochrome2 }
        /// The number of samples of a pixel.
        package var samples: Int { isGray || self == .palette ? 1 : 3 }
    }

    /// The number of rows.
    package var rows: Int
    /// The number of columns.
    package var columns: Int
    /// The number of samples of a pixel, 1 or 3.
    package var samples: Int
    /// The bits that a sample occupies: 1, 8, 16 or 32.
    package var bitsAllocated: Int
    /// The bits of a sample that are used, the lowest ones.
    package var bitsStored: Int
    /// True if samples are in two's complement.
    package var isSigned: Bool
    /// True if uncompressed samples are stored color by color instead of pixel by pixel.
    package var isPlanar: Bool
    package var photometric: Photometric

    /// The number of pixels.
    package var pixels: Int { rows * columns }
    /// The range of the samples.
    package var range: ClosedRange<Int> {
        isSigned
            ? -(1 << (bitsStored - 1))...(1 << (bitsStored - 1)) - 1 : 0...(1 << bitsStored) - 1
    }

    /// - Throws: `DICOMError.Kind`, also for several images and for too many pixels.
    init(_ data: DICOMDataSet) throws(DICOMError.Kind) {
        func number(_ tag: DICOMTag) throws(DICOMError.Kind) -> Int? {
            try data.integers(tag)?.first
        }
        func required(_ tag: DICOMTag) throws(DICOMError.Kind) -> Int {
            guard let value = try number(tag) else { throw .missing(tag) }
            return value
        }
        let frames = try number(.numberOfFrames) ?? 1
        guard frames >= 0 else {
            throw .damaged("element \(DICOMTag.numberOfFrames.name) is not a number")
        }
        guard frames <= 1 else { throw .multiFrame(frames) }
        rows = try required(.rows)
        columns = try required(.columns)
        guard rows > 0 else { throw .invalid(.rows, rows, expected: "1 to 65535") }
        guard columns > 0 else { throw .invalid(.columns, columns, expected: "1 to 65535") }
        try DICOMLimits.check(width: columns, height: rows)
        photometric = try Self.photometric(data.text(.photometricInterpretation))
        samples = try required(.samplesPerPixel)
        guard samples == photometric.samples else {
            throw .invalid(
                .samplesPerPixel, samples,
                expected: "\(photometric.samples) for \(photometric.rawValue)")
        }
        bitsAllocated = try required(.bitsAllocated)
        guard [1, 8, 16, 32].contains(bitsAllocated) else {
            throw .unsupported("\(bitsAllocated) bits allocated; expected 1, 8, 16 or 32")
        }
        bitsStored = try required(.bitsStored)
        guard (1...bitsAllocated).contains(bitsStored) else {
            throw .invalid(.bitsStored, bitsStored, expected: "1 to \(bitsAllocated)")
        }
        let representation = try required(.pixelRepresentation)
        guard [0, 1].contains(representation) else {
            throw .invalid(.pixelRepresentation, representation, expected: "0 or 1")
        }
        isSigned = representation == 1
        isPlanar = false
        guard samples > 1 else { return }
        let planar = try number(.planarConfiguration)
        guard planar != nil || data.transferSyntax.compression != .none else {
            throw .missing(.planarConfiguration)
        }
        guard [0, 1, nil].contains(planar) else {
            throw .invalid(.planarConfiguration, planar ?? -1, expected: "0 or 1")
        }
        isPlanar = planar == 1
    }

    private static func photometric(_ text: String?) throws(DICOMError.Kind) -> Photometric {
        guard let text else { throw .missing(.photometricInterpretation) }
        guard let known = Photometric(rawValue: text) else {
            let others = [
                "HSV", "ARGB", "CMYK", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "XYB",
            ]
            let name = others.contains(text) ? text : "an unknown one"
            throw .unsupported(
                "photometric interpretation \(name); expected "
                    + Photometric.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return known
    }
}
