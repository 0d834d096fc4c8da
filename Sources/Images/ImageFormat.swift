import DICOM

/// The image formats that are read. The suffixes of data sets, the media types of the server and
/// the messages that list formats all follow this list.
package enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg, png, tiff, bmp, webp, dicom

    /// The name in texts.
    package var title: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        case .tiff: "TIFF"
        case .bmp: "BMP"
        case .webp: "WebP"
        case .dicom: "DICOM"
        }
    }

    /// The suffixes of file names, in lower case, with their dots.
    package var suffixes: [String] {
        switch self {
        case .jpeg: [".jpeg", ".jpg"]
        case .png: [".png"]
        case .tiff: [".tif", ".tiff"]
        case .bmp: [".bmp"]
        case .webp: [".webp"]
        case .dicom: [".dcm", ".dicom", ".dic"]
        }
    }

    /// The media type in HTTP.
    package var mediaType: String { self == .dicom ? "application/dicom" : "image/\(rawValue)" }

    /// True for a format that browsers show. A DICOM file also contains data of the patient, so it
    /// is sent to nobody.
    package var isShownByBrowsers: Bool { self != .tiff && self != .dicom }

    /// The names of all formats, such as `JPEG, PNG or TIFF`.
    package static let titles = list(allCases.map(\.title))
    /// The suffixes of all formats, such as `.jpeg, .jpg or .png`.
    package static let suffixList = list(allCases.flatMap(\.suffixes))
    /// The media types of all formats, such as `image/jpeg, image/png or image/tiff`.
    package static let mediaTypeList = list(allCases.map(\.mediaType))

    private static func list(_ names: [String]) -> String {
        names.dropLast().joined(separator: ", ") + " or \(names[names.count - 1])"
    }

    /// Recognizes the format of a file by its first bytes.
    /// - Returns: nil for a file of another format.
    init?(_ content: UnsafeRawBufferPointer) {
        func begins(_ bytes: [UInt8]) -> Bool { content.starts(with: bytes) }
        if DICOMSignature.hasPreamble(content) {
            self = .dicom
        } else if begins([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if begins([0x49, 0x49, 0x2A, 0]) || begins([0x4D, 0x4D, 0, 0x2A])
            || begins([0x49, 0x49, 0x2B, 0]) || begins([0x4D, 0x4D, 0, 0x2B])
        {
            self = .tiff
        } else if begins(Array("RIFF".utf8)), content.count >= 12,
            content[8..<12].elementsEqual("WEBP".utf8)
        {
            self = .webp
        } else if Self.isBMP(content) {
            self = .bmp
        } else if DICOMSignature.begins(content) {
            self = .dicom
        } else {
            return nil
        }
    }

    /// The header of a BMP file contains zeros at the bytes 6 to 9, and the size of its next part,
    /// at most 124. The letters BM alone are not enough, because a text may begin with them.
    private static func isBMP(_ content: UnsafeRawBufferPointer) -> Bool {
        content.count >= 18 && content.starts(with: "BM".utf8) && (12...124).contains(content[14])
            && content[6..<10].allSatisfy { $0 == 0 } && content[15..<18].allSatisfy { $0 == 0 }
    }
}
