package import Files

extension Raster {
    /// Decodes a JPEG or PNG file to what Pillow's `Image.open(path).convert("RGB")` gives, as
    /// torchvision's `ImageFolder` does:
    /// - transparency is dropped, be it a channel or of a palette or a colour; the colours below
    ///   count;
    /// - CMYK becomes RGB by Adobe's convention, in which 255 is no ink;
    /// - an orientation in EXIF data is not applied;
    /// - PNG's gamma and colour profiles are not applied;
    /// - 16-bit samples are rounded to 8 bits. Here Pillow differs: it cuts those of colour, and
    ///   clips gray at 255.
    ///
    /// What is dropped or not applied, and what a decoder warns of without losing a pixel, is in
    /// `properties`. A file with missing pixels is damaged; Pillow refuses a file that ends too
    /// early, but accepts other damage.
    /// - Parameter need: given the image's size, what is of use of it: a JPEG may come smaller
    ///   and without its lowest rows. Nil for every pixel.
    /// - Throws: `ImageError`.
    init(
        path: FilePath, need: ((ImageSize) -> DecodingNeed)? = nil
    ) throws(ImageError) {
        do {
            let contents = try OpenFile(path: path).contents()
            self = try contents.withUnsafeBytes { try Raster(decoding: $0, need: need) }
        } catch let reason as ImageError.Kind {
            throw ImageError(path: "\(path)", kind: reason)
        } catch let error as FileError {
            throw ImageError(path: "\(path)", kind: .unreadable(error.reason))
        } catch {
            throw ImageError(path: "\(path)", kind: .unreadable("\(error)"))
        }
    }

    /// Decodes a JPEG or PNG file's content.
    init(
        decoding bytes: UnsafeRawBufferPointer, need: ((ImageSize) -> DecodingNeed)? = nil
    ) throws(ImageError.Kind) {
        guard !bytes.isEmpty else { throw .empty }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = try JPEG.decode(bytes, need: need)
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = try PNG.decode(bytes)
        } else {
            throw .notAnImage
        }
    }
}

/// What a resizing makes use of.
struct DecodingNeed {
    /// The least size to resize from.
    var size: ImageSize
    /// The upper rows of the original that are read.
    var rows: Int
}
