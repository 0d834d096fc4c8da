package import Files

/// The form of a DICOM image and its attributes, read without decoding the pixels.
package struct DICOMHeader: Sendable, Hashable {
    /// The form of the pixels.
    package let form: PixelForm
    /// The attributes for groups and subgroups.
    package let attributes: DICOMAttributes

    /// Almost all files have their pixels after less than this.
    private static let usualSize = 1 << 16

    /// Reads a file up to its pixels.
    /// - Throws: `DICOMError`.
    package init(path: FilePath) throws(DICOMError) {
        let bytes: [UInt8]
        do throws(FileError) {
            let file = try OpenFile(path: path)
            let part = try file.bytes(0..<min(file.count, Self.usualSize))
            if part.count < file.count, let header = try? Self(part) {
                self = header
                return
            }
            bytes = part.count < file.count ? try file.contents() : part
        } catch {
            throw DICOMError(path: "\(path)", kind: .unreadable(error.reason))
        }
        do throws(DICOMError.Kind) {
            try self.init(bytes)
        } catch {
            throw DICOMError(path: "\(path)", kind: error)
        }
    }

    /// Reads the content of a file, or its beginning, without a copy of all pixels.
    /// - Throws: `DICOMError.Kind`.
    package init(beginning content: UnsafeRawBufferPointer) throws(DICOMError.Kind) {
        if content.count > Self.usualSize,
            let header = try? Self(Array(content.prefix(Self.usualSize)))
        {
            self = header
        } else {
            try self.init(Array(content))
        }
    }

    /// Reads the content of a file, or its part before the pixels.
    /// - Throws: `DICOMError.Kind`.
    package init(_ content: [UInt8]) throws(DICOMError.Kind) {
        let data = try DICOMDataSet(content, readsPixels: false)
        try data.requirePixels()
        form = try PixelForm(data)
        attributes = DICOMAttributes(data)
    }
}
