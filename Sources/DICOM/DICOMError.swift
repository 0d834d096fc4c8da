import Foundation

/// The path of a DICOM file that cannot be used, and the reason.
///
/// A message contains sizes, counts, tags and the names of encodings, but no values of elements
/// that identify a person or a study.
package struct DICOMError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// The kinds of reasons why a DICOM file cannot be used.
    package enum Kind: Error, Sendable, Hashable {
        /// The file cannot be read; with the message of the system.
        case unreadable(String)
        case empty
        /// The first bytes are not those of a DICOM file.
        case notDICOM
        /// The file contains no image, for example a report or a directory.
        case noPixelData
        /// The file contains several images; with their number.
        case multiFrame(Int)
        /// The file is truncated or corrupt.
        case damaged(String)
        /// The variant of the format is not supported.
        case unsupported(String)
        /// The image exceeds `DICOMLimits`.
        case tooLarge(width: Int, height: Int)
    }

    /// The path of the file, or the name of its content.
    package var path: String
    /// The kind of the error, with its details.
    package var kind: Kind

    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }

    package var description: String { "\(path): \(reason)" }
    package var errorDescription: String? { description }

    /// The reason without the path.
    package var reason: String { kind.reason }
}

extension DICOMError.Kind {
    /// The reason as the end of a sentence whose subject is the file.
    package var reason: String {
        switch self {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .empty: "is empty; expected a DICOM image"
        case .notDICOM: "is not a DICOM file (checked by its contents, not by its name)"
        case .noPixelData:
            "is a DICOM file without an image (no element \(DICOMTag.pixelData.name)), such as a "
                + "report or a directory; remove it from the data set"
        case .multiFrame(let count):
            "contains \(count) frames; expected a single image; export the frames as files of their own"
        case .damaged(let detail): "is truncated or damaged (\(detail)); replace the file"
        case .unsupported(let detail): "is not supported: \(detail)"
        case .tooLarge(let width, let height):
            "has \(width) x \(height) pixels; at most \(DICOMLimits.maximumSide) pixels per side and "
                + "\(DICOMLimits.maximumPixels / 1_000_000) megapixels are allowed"
        }
    }

    /// The error of a required element that is missing or empty.
    static func missing(_ tag: DICOMTag) -> Self { .damaged("element \(tag.name) is missing") }

    /// The error of an element with a value that is not allowed.
    static func invalid(_ tag: DICOMTag, _ value: Int, expected: String) -> Self {
        .damaged("element \(tag.name) is \(value); expected \(expected)")
    }
}

/// The limits of image sizes, so that a malicious file cannot require gigabytes of memory.
package enum DICOMLimits {
    /// The maximum width and height, in pixels.
    package static let maximumSide = 20_000
    /// The maximum number of pixels.
    package static let maximumPixels = 100_000_000
    /// The maximum size of a deflated data set after its expansion, in bytes.
    static let maximumInflated = 1 << 30

    static func check(width: Int, height: Int) throws(DICOMError.Kind) {
        guard width <= maximumSide, height <= maximumSide, width * height <= maximumPixels else {
            throw .tooLarge(width: width, height: height)
        }
    }
}
