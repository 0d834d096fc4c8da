import Foundation

/// An image that cannot be used: which file, and why.
package struct ImageError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    package enum Kind: Sendable, Hashable {
        /// The system's reason why the file cannot be read.
        case unreadable(String)
        case empty
        /// Neither JPEG nor PNG by its first bytes.
        case notAnImage
        /// Cut short or corrupt; the decoder's words.
        case damaged(String)
        /// A form that is not read.
        case unsupported(String)
        case tooLarge(width: Int, height: Int)
        /// A progressive JPEG of a few kilobytes can ask for minutes of work.
        case tooManyPasses(Int, width: Int, height: Int)
        /// The encoder's or the system's reason why an image cannot be written.
        case unwritable(String)
    }

    package var path: String
    package var kind: Kind

    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }

    package var description: String { "\(path): \(reason)" }
    package var errorDescription: String? { description }

    /// Whether the file's bytes are the reason, so that the same bytes always give this error; not
    /// where the system could not read or write the file.
    package var isOfContent: Bool {
        switch kind {
        case .empty, .notAnImage, .damaged, .unsupported, .tooLarge, .tooManyPasses: true
        case .unreadable, .unwritable: false
        }
    }

    /// The reason without the path.
    package var reason: String {
        switch kind {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .empty: "is empty; expected a JPEG or PNG image"
        case .notAnImage: "is no JPEG or PNG image, whatever its name says"
        case .damaged(let detail): "is truncated or damaged (\(detail)); fetch it again"
        case .unsupported(let detail): "is not supported: \(detail)"
        case .tooLarge(let width, let height):
            "is \(width) x \(height) pixels; at most \(ImageLimits.maximumSide) a side and "
                + "\(ImageLimits.maximumPixels / 1_000_000) megapixels are read"
        case .tooManyPasses(let count, let width, let height):
            "takes \(count) passes over \(width) x \(height) pixels; at most "
                + "\(ImageLimits.mostPasses(width: width, height: height)) are made: "
                + "save it again as an ordinary JPEG"
        case .unwritable(let reason): "cannot be written: \(reason)"
        }
    }
}

/// The largest images that are read, so that a forged file cannot ask for gigabytes or minutes.
package enum ImageLimits {
    package static let maximumSide = 20_000
    package static let maximumPixels = 100_000_000

    static func check(width: Int, height: Int) throws(ImageError.Kind) {
        guard width <= maximumSide, height <= maximumSide, width * height <= maximumPixels else {
            throw .tooLarge(width: width, height: height)
        }
    }

    /// 20 over the largest image, twice what encoders make, and more over smaller ones.
    static func mostPasses(width: Int, height: Int) -> Int {
        20 * maximumPixels / (width * height)
    }

    static func check(passes: Int, width: Int, height: Int) throws(ImageError.Kind) {
        guard passes <= mostPasses(width: width, height: height) else {
            throw .tooManyPasses(passes, width: width, height: height)
        }
    }
}

extension ImageError.Kind: Error {}
