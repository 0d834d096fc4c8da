import Files

extension Raster {
    /// Decodes a JPEG or PNG file with the result of Pillow's `Image.open(path).convert("RGB")`,
    /// which torchvision's `ImageFolder` uses:
    /// - transparency is ignored, whether it is a channel, part of a palette or a color; the colors
    ///   of transparent pixels are used;
    /// - CMYK is converted to RGB by Adobe's convention, in which 255 means no ink;
    /// - the orientation in EXIF data is not applied;
    /// - the gamma and color profiles of PNG files are not applied;
    /// - 16-bit samples are rounded to 8 bits. Pillow differs here: it truncates those of color
    ///   images, and clips gray ones at 255.
    ///
    /// Ignored properties and warnings of the decoder are in `properties`. A file with missing
    /// pixels is damaged; Pillow rejects a file that ends too early, but accepts other damage.
    /// - Parameter need: returns the part of an image of a given size that is needed; a JPEG may be
    ///   decoded to a smaller size and without its lowest rows. Nil: every pixel.
    /// - Throws: `ImageError`.
    init(
        path: FilePath, need: ((ImageSize) -> DecodingNeed)? = nil
    ) throws(ImageError) {
        do {
            let contents = try OpenFile(path: path).contents()
            self = try contents.withUnsafeBytes { try Raster(decoding: $0, need: need) }
        } catch let kind as ImageError.Kind {
            throw ImageError(path: "\(path)", kind: kind)
        } catch let error as FileError {
            throw ImageError(path: "\(path)", kind: .unreadable(error.reason))
        } catch {
            throw ImageError(path: "\(path)", kind: .unreadable("\(error)"))
        }
    }

    /// Decodes the content of a JPEG or PNG file.
    init(
        decoding bytes: UnsafeRawBufferPointer, need: ((ImageSize) -> DecodingNeed)? = nil
    ) throws(ImageError.Kind) {
        guard !bytes.isEmpty else { throw .empty }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = try JPEG.decode(bytes, need: need)
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = try PNG.decode(bytes)
        } else {
            throw .notReadable(bytes)
        }
    }
}

/// The part of an image that a resizing needs.
struct DecodingNeed {
    /// The minimum size to resize from.
    var size: ImageSize
    /// The number of upper rows of the original that are read.
    var rows: Int
}
