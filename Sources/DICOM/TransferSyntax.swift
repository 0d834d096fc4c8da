/// The encoding of a DICOM file (PS3.5, section 10 and annex A).
enum TransferSyntax: String, CaseIterable {
    case implicitLittleEndian = "1.2.840.10008.1.2"
    case explicitLittleEndian = "1.2.840.10008.1.2.1"
    case deflated = "1.2.840.10008.1.2.1.99"
    case explicitBigEndian = "1.2.840.10008.1.2.2"
    case jpegBaseline = "1.2.840.10008.1.2.4.50"
    case jpegExtended = "1.2.840.10008.1.2.4.51"
    case jpegLossless = "1.2.840.10008.1.2.4.57"
    case jpegLosslessFirstOrder = "1.2.840.10008.1.2.4.70"
    case jpegLSLossless = "1.2.840.10008.1.2.4.80"
    case jpegLSNearLossless = "1.2.840.10008.1.2.4.81"
    case jpeg2000Lossless = "1.2.840.10008.1.2.4.90"
    case jpeg2000 = "1.2.840.10008.1.2.4.91"
    case rle = "1.2.840.10008.1.2.5"

    /// The compression of the pixels.
    enum Compression { case none, rle, jpeg, jpegLS, jpeg2000 }

    var compression: Compression {
        switch self {
        case .implicitLittleEndian, .explicitLittleEndian, .deflated, .explicitBigEndian: .none
        case .jpegBaseline, .jpegExtended, .jpegLossless, .jpegLosslessFirstOrder: .jpeg
        case .jpegLSLossless, .jpegLSNearLossless: .jpegLS
        case .jpeg2000Lossless, .jpeg2000: .jpeg2000
        case .rle: .rle
        }
    }

    /// The error of a file with an unknown transfer syntax. Only identifiers of the standard's own
    /// transfer syntaxes are quoted.
    static func unknown(_ text: String) -> DICOMError.Kind {
        let isStandard =
            text.hasPrefix("1.2.840.10008.1.2.") && text.utf8.count <= 26
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
        let known = others.first { text.hasPrefix($0.prefix) }?.name
        let name = isStandard ? "\(text)\(known.map { " (\($0))" } ?? "")" : "a private one"
        return .unsupported(
            "transfer syntax \(name); convert the file to an uncompressed one, for example with "
                + "dcmconv or gdcmconv --raw")
    }

    private static let others: [(prefix: String, name: String)] = [
        ("1.2.840.10008.1.2.4.20", "HTJ2K"), ("1.2.840.10008.1.2.4.9", "JPIP or JPEG 2000 part 2"),
        ("1.2.840.10008.1.2.4.11", "JPEG XL"), ("1.2.840.10008.1.2.4.10", "MPEG video"),
        ("1.2.840.10008.1.2.4.", "a retired form of JPEG"),
    ]
}
