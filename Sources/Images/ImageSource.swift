package import Files

/// Where an image comes from: a file, or the content of one.
package enum ImageSource: Sendable, Hashable {
    case file(FilePath)
    /// Bytes that never were a file here, and what to call them.
    case content([UInt8], name: String)

    /// The path, or what the content is called.
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
            } catch let reason as ImageError.Kind {
                throw ImageError(path: name, kind: reason)
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
