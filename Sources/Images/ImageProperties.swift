import CJPEG

/// Properties of an image file that decoding does not apply, and irregularities that the decoder
/// found without an error.
package struct ImageProperties: Sendable, Hashable {
    /// A set of properties of an image file, one bit each.
    package struct Kinds: OptionSet, Sendable, Hashable {
        /// The bits of the set, the first number of `ImageProperties.code`.
        package let rawValue: UInt32

        /// Creates a set from its bits; unknown bits are kept.
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Bytes before the first scan of a JPEG that are not in a segment.
        package static let extraneousBytes = Kinds(rawValue: 1)
        /// An unknown version number of JFIF.
        package static let jfifVersion = Kinds(rawValue: 2)
        /// An unknown color transform in the Adobe segment of a JPEG.
        package static let adobeTransform = Kinds(rawValue: 4)
        /// Scan parameters that are not valid for a sequential JPEG.
        package static let scanParameters = Kinds(rawValue: 8)
        /// A JPEG file without an end marker.
        package static let noEndMarker = Kinds(rawValue: 16)
        /// CMYK colors, converted by Adobe's convention.
        package static let cmyk = Kinds(rawValue: 32)
        /// Transparent pixels whose transparency is ignored.
        package static let transparency = Kinds(rawValue: 64)
        /// A PNG's gamma other than that of sRGB.
        package static let gamma = Kinds(rawValue: 128)
        /// A color profile other than sRGB.
        package static let profile = Kinds(rawValue: 256)
        /// A few extra bytes after the compressed data of a JPEG: harmless, or a sign of damage to
        /// a few blocks.
        package static let restOfScan = Kinds(rawValue: 512)
        /// A progressive JPEG without the scans of its last bits.
        package static let lacksPrecision = Kinds(rawValue: 1024)
        /// A file of more than 8 bits per sample that states no window, where its window was to be
        /// used.
        package static let noWindow = Kinds(rawValue: 2048)
        /// An image whose percentiles are equal, so that its window is a threshold.
        package static let flatWindow = Kinds(rawValue: 4096)
        /// A file that states a window, where the whole range of its values was used.
        package static let unusedWindow = Kinds(rawValue: 8192)

        /// Irregularities that decoders warn about and that do not change pixels.
        package static let oddities: Kinds = [
            .extraneousBytes, .jfifVersion, .adobeTransform, .scanParameters, .noEndMarker,
        ]

        /// - Parameter oddities: the bits of `cjpeg_oddity`.
        init(oddities: Int32) {
            let known: [(cjpeg_oddity, Kinds)] = [
                (CJPEG_EXTRANEOUS_BYTES, .extraneousBytes), (CJPEG_JFIF_VERSION, .jfifVersion),
                (CJPEG_ADOBE_TRANSFORM, .adobeTransform),
                (CJPEG_SCAN_PARAMETERS, .scanParameters), (CJPEG_NO_END_MARKER, .noEndMarker),
                (CJPEG_REST_OF_SCAN, .restOfScan), (CJPEG_LACKS_PRECISION, .lacksPrecision),
            ]
            self = known.reduce(into: []) { kinds, item in
                if UInt32(bitPattern: oddities) & item.0.rawValue != 0 { kinds.insert(item.1) }
            }
        }
    }

    /// The properties that were found; empty by default.
    package var kinds: Kinds = []
    /// The orientation of EXIF or XMP data, 1 to 8; 1 is upright.
    package var orientation = 1
    /// The range of the values; only for files with more than 8 bits per sample, and for images
    /// with a window of their own.
    package var levels: LevelRange?

    /// Creates the properties of an upright image without special properties.
    package init() {}

    /// True if there is nothing to report.
    package var isEmpty: Bool { self == ImageProperties() }

    /// The properties as two or seven numbers, which `init(code:)` reads.
    package var code: String {
        (["\(kinds.rawValue)", "\(orientation)"] + (levels?.fields ?? [])).joined(separator: " ")
    }

    /// - Returns: nil if the text is not a valid `code`.
    package init?(code: some StringProtocol) {
        let fields = code.split(separator: " ", omittingEmptySubsequences: false).map {
            Substring($0)
        }
        guard [2, 7].contains(fields.count), let kinds = UInt32(fields[0]),
            let orientation = Int(fields[1]), (1...8).contains(orientation)
        else { return nil }
        self.kinds = Kinds(rawValue: kinds)
        self.orientation = orientation
        guard fields.count == 7 else { return }
        guard let levels = LevelRange(fields: fields.dropFirst(2)) else { return nil }
        self.levels = levels
    }
}
