import DICOM

extension DecodedPixels {
    /// Decodes a single image of a DICOM file.
    ///
    /// Gray images are values after the modality's rescaling or table, with the window or table of
    /// the file as their stated levels. An image with 8 bits whose values are its levels needs no
    /// window. Colors are levels; windows of the file do not apply to them.
    init(dicom bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) {
        do throws(DICOMError.Kind) {
            let image = try DICOMImage(Array(bytes))
            if let gray = try image.grayValues() {
                self.init(gray, width: image.width, height: image.height)
            } else {
                self.init(try image.displayed())
            }
        } catch {
            throw ImageError.Kind(error)
        }
    }

    private init(_ gray: GrayValues, width: Int, height: Int) {
        let isPlain =
            gray.bits == 8 && gray.stated == nil && !gray.isInverted && gray.intercept == 0
            && gray.step == 1
        self =
            isPlain
            ? .levels(
                Raster(
                    width: width, height: height, channels: 1,
                    pixels: gray.samples.map { UInt8($0) }))
            : .values(
                StoredRaster(
                    width: width, height: height, channels: 1, samples: gray.samples,
                    bits: gray.bits, intercept: gray.intercept, step: gray.step,
                    isInverted: gray.isInverted, stated: gray.stated))
    }

    private init(_ image: DisplayedImage) {
        self =
            image.bits == 8
            ? .levels(
                Raster(
                    width: image.width, height: image.height, channels: image.channels,
                    pixels: image.levels.map { UInt8($0) }))
            : .values(
                StoredRaster(
                    width: image.width, height: image.height, channels: image.channels,
                    samples: image.levels, bits: image.bits))
    }
}
