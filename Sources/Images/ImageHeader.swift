import CJPEG

/// What the first bytes of an image say, before anything of it is decoded.
package struct ImageHeader: Sendable, Hashable {
    package enum Format: String, Sendable { case jpeg, png }

    package let format: Format
    /// As the header claims.
    package let size: ImageSize

    /// - Parameter content: all of the file, or at least its headers.
    /// - Throws: `ImageError.Kind`: empty, neither JPEG nor PNG, or without a size.
    package init(_ content: UnsafeRawBufferPointer) throws(ImageError.Kind) {
        guard !content.isEmpty else { throw .empty }
        if content.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = try Self.jpeg(content)
        } else if content.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = try Self.png(content)
        } else {
            throw .notAnImage
        }
    }

    private init(_ format: Format, width: Int, height: Int) throws(ImageError.Kind) {
        // As the formats have it; the product then fits into a number.
        let sides = 1...Int(Int32.max)
        guard sides.contains(width), sides.contains(height) else {
            throw .damaged("its header claims \(width) x \(height) pixels")
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
        guard content.count >= 24 else { throw .damaged("it ends in its header") }
        func number(_ start: Int) -> Int {
            content[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return try ImageHeader(.png, width: number(16), height: number(20))
    }
}
