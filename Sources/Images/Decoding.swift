import Files

extension Raster {
    /// Decodes a JPEG or PNG file.
    /// - Throws: `ImageError`.
    init(path: String) throws(ImageError) {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch let error as FileError {
            throw ImageError(path: path, problem: .unreadable(error.reason))
        } catch {
            throw ImageError(path: path, problem: .unreadable("\(error)"))
        }
        self = try file.withBytes { bytes throws(ImageError) in
            do throws(ImageError.Problem) { return try Raster(decoding: bytes) } catch {
                throw ImageError(path: path, problem: error)
            }
        }
    }

    /// Decodes a JPEG or PNG file's content.
    init(decoding bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) {
        guard !bytes.isEmpty else { throw .empty }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = try JPEG.decode(bytes)
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = try PNG.decode(bytes)
        } else {
            throw .notAnImage
        }
    }
}
