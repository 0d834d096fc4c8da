import CJPEG

/// The format and the size of an image, read from its first bytes without decoding it.
package struct ImageHeader: Sendable, Hashable {
    /// The format of an image file.
    package enum Format: String, Sendable { case jpeg, png }

    /// The format of the file.
    package let format: Format
    /// The size in the header, in pixels.
    package let size: ImageSize

    /// - Parameter content: the whole file, or at least its headers.
    /// - Throws: `ImageError.Kind`: empty, neither JPEG nor PNG, or without a size.
    package init(_ content: UnsafeRawBufferPointer) throws(ImageError.Kind) {
        guard !content.isEmpty else { throw .empty }
        if content.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = try Self.jpeg(content)
        } else if content.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = try Self.png(content)
        } else {
            throw .notReadable(content)
        }
    }

    private init(_ format: Format, width: Int, height: Int) throws(ImageError.Kind) {
        // The limit of both formats; the number of pixels then fits into an Int.
        let sides = 1...Int(Int32.max)
        guard sides.contains(width), sides.contains(height) else {
            throw .damaged("its header gives \(width) x \(height) pixels")
        }
        self.format = format
        size = ImageSize(width: width, height: height)
    }

    private static func jpeg(
        _ content: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> ImageHeader {
        let header = try JPEG.header(of: content)
        return try ImageHeader(.jpeg, width: Int(header.width), height: Int(header.height))
    }

    /// The first chunk, which is always IHDR, begins with width and height, four bytes each.
    private static func png(
        _ content: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> ImageHeader {
        guard content.count >= 24 else { throw .damaged("it ends inside its header") }
        func number(_ start: Int) -> Int {
            content[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return try ImageHeader(.png, width: number(16), height: number(20))
    }
}
