package import Files

/// The source of an image: a file, or its content.
package enum ImageSource: Sendable, Hashable {
    /// A file.
    case file(FilePath)
    /// The content of a file, and its name for errors.
    case content([UInt8], name: String)

    /// The path, or the name of the content.
    package var name: String {
        switch self {
        case .file(let path): "\(path)"
        case .content(_, let name): name
        }
    }
}

extension Raster {
    /// Decodes every pixel of an image; see `init(path:need:)`.
    /// - Throws: `ImageError`.
    package init(_ source: ImageSource) throws(ImageError) { try self.init(source, need: nil) }

    /// Decodes an image; see `init(path:need:)`.
    /// - Throws: `ImageError`.
    init(
        _ source: ImageSource, need: ((ImageSize) -> DecodingNeed)?
    ) throws(ImageError) {
        switch source {
        case .file(let path):
            self = try Raster(path: path, need: need)
        case .content(let bytes, let name):
            do {
                self = try bytes.withUnsafeBytes { try Raster(decoding: $0, need: need) }
            } catch let kind as ImageError.Kind {
                throw ImageError(path: name, kind: kind)
            } catch {
                throw ImageError(path: name, kind: .unreadable("\(error)"))
            }
        }
    }
}

extension RGBImage {
    /// Decodes an image, as `init(path:)` does.
    /// - Throws: `ImageError`.
    package init(_ source: ImageSource) throws(ImageError) { self.init(try Raster(source)) }
}
