package import Files

/// A single image of a DICOM file: its stored values, what they mean, and a few attributes.
///
/// Uncompressed, deflated, RLE, JPEG, JPEG-LS and JPEG 2000 files are read, with and without a
/// preamble. The stored values are those of pydicom's `pixel_array`. Overlays are ignored. Only the
/// elements that `DICOMTag` lists are read; see `DICOMAttributes` for those that describe the
/// patient.
package struct DICOMImage: Sendable {
    /// The form of the pixels in the file.
    package let form: PixelForm
    /// The samples, `[rows, columns, samples]`. YCbCr is converted to RGB; samples of a palette are
    /// indices of its colors.
    package let values: StoredValues
    /// The meaning of `values`: gray, palette or RGB.
    package let photometric: PixelForm.Photometric
    /// The attributes for groups and subgroups.
    package let attributes: DICOMAttributes
    let data: DICOMDataSet

    /// The number of rows.
    package var height: Int { form.rows }
    /// The number of columns.
    package var width: Int { form.columns }

    /// Reads a file.
    /// - Throws: `DICOMError`.
    package init(path: FilePath) throws(DICOMError) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try OpenFile(path: path).contents()
        } catch {
            throw DICOMError(path: "\(path)", kind: .unreadable(error.reason))
        }
        try self.init(bytes: bytes, name: "\(path)")
    }

    /// Reads the content of a file.
    /// - Parameter name: the name of the content for errors.
    /// - Throws: `DICOMError`.
    package init(bytes: [UInt8], name: String) throws(DICOMError) {
        do throws(DICOMError.Kind) {
            try self.init(bytes)
        } catch {
            throw DICOMError(path: name, kind: error)
        }
    }

    /// Reads the content of a file.
    /// - Throws: `DICOMError.Kind`.
    package init(_ bytes: [UInt8]) throws(DICOMError.Kind) {
        let data = try DICOMDataSet(bytes)
        try data.requirePixels()
        self.data = data
        form = try PixelForm(data)
        (values, photometric) = try PixelDecoder(data: data, form: form).decode()
        attributes = DICOMAttributes(data)
    }
}

extension DICOMImage: CustomStringConvertible, CustomReflectable {
    /// The size and the form of the image, without attributes.
    package var description: String {
        "DICOM image of \(width) x \(height) pixels, \(photometric.rawValue), "
            + "\(form.bitsStored) of \(form.bitsAllocated) bits"
    }

    package var customMirror: Mirror { Mirror(self, children: [("form", form)]) }
}
