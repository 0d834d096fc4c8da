package import Files
package import Vocabulary

/// torchvision's preset for evaluation without the normalization: resizes the shorter side to
/// `resize` pixels with antialiasing, then crops the central square of `crop` pixels.
///
/// The bytes are identical to those of `Resize`, `CenterCrop` and `PILToTensor` of
/// torchvision.transforms for the same decoded image; see `DecodedPixels` for the decoding of
/// files. An image with more than 8 bits per sample, or with a window of its own, keeps all bits
/// until the window is applied; the levels are resized in single precision and rounded to 8 bits
/// once.
package struct EvaluationTransform: Sendable, Hashable {
    /// The length of the shorter side after resizing, in pixels.
    package let resize: Int
    /// The side of the cropped square, in pixels.
    package let crop: Int
    /// The interpolation filter of resizing.
    package let interpolation: Interpolation
    /// The decoding of JPEG files.
    package let decode: DecodeMode

    /// The stored values that become black and white.
    package let window: IntensityWindow
    /// The use of the orientation in the metadata of a file.
    package let orientation: OrientationMode

    /// - Precondition: `resize` and `crop` are positive.
    package init(
        resize: Int, crop: Int, interpolation: Interpolation = .bilinear,
        decode: DecodeMode = .exact, window: IntensityWindow = .full,
        orientation: OrientationMode = .stored
    ) {
        precondition(resize > 0 && crop > 0, "resize \(resize), crop \(crop)")
        self.resize = resize
        self.crop = crop
        self.interpolation = interpolation
        self.decode = decode
        self.window = window
        self.orientation = orientation
    }

    /// The transform to an image that is `factor` times as large, with exact decoding.
    package func enlarged(by factor: Int) -> EvaluationTransform {
        EvaluationTransform(
            resize: resize * factor, crop: crop * factor, interpolation: interpolation,
            window: window, orientation: orientation)
    }

    /// The number of bytes of a result: crop x crop x 3.
    package var byteCount: Int { crop * crop * 3 }

    /// Decodes the file and transforms it into `output`, `[crop, crop, 3]`.
    /// - Precondition: `output.count == byteCount`.
    /// - Returns: the properties of the file that are not visible in the pixels.
    /// - Throws: `ImageError`.
    @discardableResult
    package func apply(
        path: FilePath, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws -> ImageProperties {
        apply(try pixels(of: .file(path)), into: output)
    }

    /// Decodes and transforms an image as `apply` does, but keeps gray images gray.
    /// - Parameter output: space for `[crop, crop, 3]`.
    /// - Returns: the pixels, `[crop, crop, channels]` with 1 or 3 channels, at the start of
    ///   `output`; and the properties of the file that are not visible in them.
    /// - Throws: `ImageError`.
    package func applyKeepingGray(
        _ source: ImageSource, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws -> (pixels: UnsafeBufferPointer<UInt8>, properties: ImageProperties) {
        applyKeepingGray(try pixels(of: source), into: output)
    }

    /// Transforms a decoded image as `applyKeepingGray(_:into:)` does.
    package func applyKeepingGray(
        _ image: DecodedPixels, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (pixels: UnsafeBufferPointer<UInt8>, properties: ImageProperties) {
        let (raster, properties) = prepared(image)
        let count = crop * crop * raster.channels
        let part = UnsafeMutableBufferPointer(rebasing: output[..<count])
        write(raster, into: part)
        return (UnsafeBufferPointer(part), properties)
    }

    /// Decodes an image, only to the part that is needed if the decoding is fast.
    private func pixels(of source: ImageSource) throws -> DecodedPixels {
        // A window may depend on all pixels.
        guard decode == .fast, window == .full || window == .stored else {
            return try DecodedPixels(source)
        }
        let pixels = try DecodedPixels(source) { need(of: $0) }
        let isTurned = orientation == .exif && pixels.properties.orientation != 1
        return isTurned ? try DecodedPixels(source) : pixels
    }

    private func need(of original: ImageSize) -> DecodingNeed {
        let size = resizedSize(original)
        let scale = Double(original.height) / Double(size.height)
        let last = Placement(length: size.height, crop: crop).source.upperBound
        // The rows that the filter reads. For an image decoded at an eighth, half a row is added;
        // its height may be slightly less than that after resizing, so the same is added for the
        // filter; and rows from which chroma is interpolated.
        let fraction = interpolation.support * 8 / Double(size.height)
        let rows = (Double(last) - 0.5 + interpolation.support) * max(scale, 1) + fraction + 7
        return DecodingNeed(size: size, rows: min(Int(rows), original.height))
    }

    /// The transformed image, crop x crop.
    package func apply(_ image: RGBImage) -> RGBImage {
        apply(
            Raster(width: image.width, height: image.height, channels: 3, pixels: image.pixels))
    }

    /// The transformed image, crop x crop.
    package func apply(_ raster: Raster) -> RGBImage { apply(.levels(raster)) }

    /// The transformed image, crop x crop.
    package func apply(_ image: DecodedPixels) -> RGBImage {
        let pixels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            apply(image, into: UnsafeMutableBufferPointer(rebasing: buffer[..<byteCount]))
            count = byteCount
        }
        return RGBImage(width: crop, height: crop, pixels: pixels)
    }

    @discardableResult
    private func apply(
        _ image: DecodedPixels, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> ImageProperties {
        let (raster, properties) = prepared(image)
        write(raster, into: output)
        return properties
    }

    /// The part of the resized image that the crop contains, with the properties of the file.
    private func prepared(
        _ image: DecodedPixels
    ) -> (part: Raster, properties: ImageProperties) {
        let image = orientation == .exif ? image.upright : image
        switch image {
        case .levels(let raster) where window == .full || window == .stored:
            let size = resizedSize(raster.original)
            let part = raster.resized(
                width: size.width, height: size.height, columns: placement(size.width).source,
                rows: placement(size.height).source, interpolation)
            return (part, raster.properties)
        case .levels(let raster): return prepared(StoredRaster(raster))
        case .values(let raster): return prepared(raster)
        }
    }

    private func prepared(
        _ raster: StoredRaster
    ) -> (part: Raster, properties: ImageProperties) {
        let levels = raster.levels(window)
        let size = resizedSize(ImageSize(width: raster.width, height: raster.height))
        let part = raster.resized(
            to: size, columns: placement(size.width).source, rows: placement(size.height).source,
            interpolation, table: levels.table)
        return (part, levels.properties)
    }

    private func placement(_ length: Int) -> Placement { Placement(length: length, crop: crop) }

    /// Writes the part of a resized image that the crop contains.
    /// - Parameter output: `[crop, crop, channels]`, with the channels of the part or 3.
    private func write(_ part: Raster, into output: UnsafeMutableBufferPointer<UInt8>) {
        let channels = output.count / (crop * crop)
        precondition(
            output.count == crop * crop * channels && (channels == 3 || channels == part.channels),
            "\(output.count) bytes for \(crop) x \(crop)")
        // A smaller image is centered on black.
        if part.width < crop || part.height < crop { output.update(repeating: 0) }
        let (left, top) = (placement(part.width).offset, placement(part.height).offset)
        guard let output = output.baseAddress else { return }
        part.pixels.withUnsafeBufferPointer { pixels in
            guard var source = pixels.baseAddress else { return }
            for row in top..<top + part.height {
                let target = output + (row * crop + left) * channels
                if part.channels == channels {
                    target.update(from: source, count: part.width * channels)
                } else {
                    for column in 0..<part.width {
                        let value = source[column]
                        target[3 &* column] = value
                        target[3 &* column &+ 1] = value
                        target[3 &* column &+ 2] = value
                    }
                }
                source += part.width * part.channels
            }
        }
    }

    /// The size after resizing, with torchvision's rounding: the longer side is truncated to whole
    /// pixels.
    package func resizedSize(_ size: ImageSize) -> ImageSize {
        let (short, long) = (min(size.width, size.height), max(size.width, size.height))
        let newLong = Int(Double(resize * long) / Double(short))
        return size.width <= size.height
            ? ImageSize(width: resize, height: newLong) : ImageSize(width: newLong, height: resize)
    }

    /// The position of the crop along one axis.
    package struct Placement: Equatable {
        /// The pixels of the resized image that are kept.
        package let source: Range<Int>
        /// The offset of these pixels in the crop; above 0 if the image is smaller and padded with
        /// zeros.
        package let offset: Int

        package init(length: Int, crop: Int) {
            if length < crop {
                offset = (crop - length) / 2
                source = 0..<length
            } else {
                // Like Python's round(), halves are rounded to the even number.
                let start = Int((Double(length - crop) / 2).rounded(.toNearestOrEven))
                offset = 0
                source = start..<start + crop
            }
        }
    }
}
