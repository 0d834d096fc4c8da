package import DICOM
import Foundation

/// The path of an image that cannot be used, and the reason.
package struct ImageError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// The kinds of reasons why an image cannot be used.
    package enum Kind: Sendable, Hashable {
        /// The file cannot be read; with the message of the system.
        case unreadable(String)
        case empty
        /// The first bytes are those of no known format.
        case notAnImage
        /// The first bytes are those of another format.
        case foreign(ForeignFormat)
        /// The file is truncated or corrupt; with the message of the decoder.
        case damaged(String)
        /// The variant of the format is not supported.
        case unsupported(String)
        /// A DICOM file without a single image.
        case noSingleImage(DICOMError.Kind)
        /// The image exceeds `ImageLimits`.
        case tooLarge(width: Int, height: Int)
        /// The JPEG has so many scans that decoding could take minutes; a progressive JPEG of a few
        /// kilobytes is enough for that.
        case tooManyPasses(Int, width: Int, height: Int)
        /// The image cannot be written; with the message of the encoder or the system.
        case unwritable(String)
    }

    /// The path of the image, or the name of its content.
    package var path: String
    /// The kind of the error, with its details.
    package var kind: Kind

    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }

    package var description: String { "\(path): \(reason)" }
    package var errorDescription: String? { description }

    /// True if the bytes of the file are the reason, so that the same bytes always give this error;
    /// false if the system could not read or write the file.
    package var isOfContent: Bool {
        switch kind {
        case .empty, .notAnImage, .foreign, .damaged, .unsupported, .noSingleImage, .tooLarge,
            .tooManyPasses:
            true
        case .unreadable, .unwritable: false
        }
    }

    /// The reason without the path.
    package var reason: String {
        switch kind {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .empty: "is empty; expected a \(ImageFormat.titles) image"
        case .notAnImage:
            "is not a \(ImageFormat.titles) image (checked by its contents, not by its name)"
        case .foreign(let format):
            "is not a \(ImageFormat.titles) image but \(format.rawValue) (by its contents); "
                + format.advice
        case .damaged(let detail): "is truncated or damaged (\(detail)); replace the file"
        case .unsupported(let detail): "is not supported: \(detail)"
        case .noSingleImage(let kind): kind.reason
        case .tooLarge(let width, let height):
            "has \(width) x \(height) pixels; at most \(ImageLimits.maximumSide) pixels per side and "
                + "\(ImageLimits.maximumPixels / 1_000_000) megapixels are allowed"
        case .tooManyPasses(let count, let width, let height):
            "needs \(count) decoding passes over \(width) x \(height) pixels; at most "
                + "\(ImageLimits.maximumPasses(width: width, height: height)) are allowed; "
                + "save the image as a baseline JPEG"
        case .unwritable(let reason): "cannot be written: \(reason)"
        }
    }
}

/// The limits of image sizes, so that a malicious file cannot require gigabytes of memory or
/// minutes of time.
package enum ImageLimits {
    /// The maximum width and height, in pixels.
    package static let maximumSide = 20_000
    /// The maximum number of pixels.
    package static let maximumPixels = 100_000_000

    static func check(width: Int, height: Int) throws(ImageError.Kind) {
        guard width <= maximumSide, height <= maximumSide, width * height <= maximumPixels else {
            throw .tooLarge(width: width, height: height)
        }
    }

    /// The maximum number of decoding passes: 20 for the largest image, twice as many as encoders
    /// use, and more for smaller images.
    static func maximumPasses(width: Int, height: Int) -> Int {
        20 * maximumPixels / (width * height)
    }

    static func check(passes: Int, width: Int, height: Int) throws(ImageError.Kind) {
        guard passes <= maximumPasses(width: width, height: height) else {
            throw .tooManyPasses(passes, width: width, height: height)
        }
    }
}

extension ImageError.Kind: Error {
    /// The kind of the error of a DICOM file.
    init(_ kind: DICOMError.Kind) {
        self =
            switch kind {
            case .unreadable(let reason): .unreadable(reason)
            case .empty: .empty
            case .notDICOM: .notAnImage
            case .noPixelData, .multiFrame: .noSingleImage(kind)
            case .damaged(let detail): .damaged(detail)
            case .unsupported(let detail): .unsupported(detail)
            case .tooLarge(let width, let height): .tooLarge(width: width, height: height)
            }
    }

    /// The kind of the error of a file of another format.
    static func notReadable(_ content: UnsafeRawBufferPointer) -> Self {
        ForeignFormat(content).map { .foreign($0) } ?? .notAnImage
    }
}
