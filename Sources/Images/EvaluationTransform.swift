package import Files
package import Vocabulary

/// torchvision's preset for evaluation, up to the normalisation: the shorter side to `resize`
/// pixels (antialiased), then a square of `crop` pixels from the centre.
///
/// The bytes are those that `Resize`, `CenterCrop` and `PILToTensor` of torchvision.transforms give
/// for the same decoded image; see `Raster` for how files are decoded.
package struct EvaluationTransform: Sendable, Hashable {
    package let resize: Int
    package let crop: Int
    package let interpolation: Interpolation
    package let decode: DecodeMode

    /// - Precondition: `resize` and `crop` are positive.
    package init(
        resize: Int, crop: Int, interpolation: Interpolation = .bilinear,
        decode: DecodeMode = .exact
    ) {
        precondition(resize > 0 && crop > 0, "resize \(resize), crop \(crop)")
        self.resize = resize
        self.crop = crop
        self.interpolation = interpolation
        self.decode = decode
    }

    /// The bytes of one result: crop x crop x 3.
    package var byteCount: Int { crop * crop * 3 }

    /// Decodes the file and transforms it into `output`, `[crop, crop, 3]`.
    /// - Precondition: `output.count == byteCount`.
    /// - Returns: what the file says that the pixels do not show.
    /// - Throws: `ImageError`.
    @discardableResult
    package func apply(
        path: FilePath, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws -> ImageProperties {
        let raster = try raster(.file(path))
        apply(raster, into: output)
        return raster.properties
    }

    /// Decodes an image and transforms it as `apply` does, but leaves a gray one gray.
    /// - Parameter output: room for `[crop, crop, 3]`.
    /// - Returns: the pixels, `[crop, crop, channels]` for 1 or 3 channels, at the start of
    ///   `output`; and what the source says that they do not show.
    /// - Throws: `ImageError`.
    package func applyKeepingGray(
        _ source: ImageSource, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws -> (pixels: UnsafeBufferPointer<UInt8>, properties: ImageProperties) {
        let raster = try raster(source)
        return (applyKeepingGray(raster, into: output), raster.properties)
    }

    /// Transforms a decoded image as `applyKeepingGray(_:into:)` does.
    package func applyKeepingGray(
        _ raster: Raster, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        let count = crop * crop * raster.channels
        let part = UnsafeMutableBufferPointer(rebasing: output[..<count])
        apply(raster, into: part)
        return UnsafeBufferPointer(part)
    }

    private func raster(_ source: ImageSource) throws -> Raster {
        let partial: (ImageSize) -> DecodingNeed = { need(of: $0) }
        return try decode == .fast ? Raster(source, need: partial) : Raster(source)
    }

    private func need(of original: ImageSize) -> DecodingNeed {
        let size = resizedSize(original)
        let scale = Double(original.height) / Double(size.height)
        let last = Placement(length: size.height, crop: crop).source.upperBound
        // What the filter reads; of an image at an eighth, half a row more, and as its height may
        // be a fraction less than that after resizing, as much for the filter; and rows that chroma
        // is interpolated from.
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
    package func apply(_ raster: Raster) -> RGBImage {
        let pixels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            apply(raster, into: UnsafeMutableBufferPointer(rebasing: buffer[..<byteCount]))
            count = byteCount
        }
        return RGBImage(width: crop, height: crop, pixels: pixels)
    }

    /// - Parameter output: `[crop, crop, channels]`, as many as the raster has or 3.
    private func apply(_ raster: Raster, into output: UnsafeMutableBufferPointer<UInt8>) {
        let channels = output.count / (crop * crop)
        precondition(
            output.count == crop * crop * channels
                && (channels == 3 || channels == raster.channels),
            "\(output.count) bytes for \(crop) x \(crop)")
        let size = resizedSize(raster.original)
        let horizontal = Placement(length: size.width, crop: crop)
        let vertical = Placement(length: size.height, crop: crop)
        let part = raster.resized(
            width: size.width, height: size.height, columns: horizontal.source,
            rows: vertical.source, interpolation)
        if part.width < crop || part.height < crop { output.update(repeating: 0) }
        guard let output = output.baseAddress else { return }
        part.pixels.withUnsafeBufferPointer { pixels in
            guard var source = pixels.baseAddress else { return }
            for row in vertical.offset..<vertical.offset + part.height {
                let target = output + (row * crop + horizontal.offset) * channels
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

    /// torchvision's rounding: the longer side is cut to whole pixels.
    package func resizedSize(_ size: ImageSize) -> ImageSize {
        let (short, long) = (min(size.width, size.height), max(size.width, size.height))
        let newLong = Int(Double(resize * long) / Double(short))
        return size.width <= size.height
            ? ImageSize(width: resize, height: newLong) : ImageSize(width: newLong, height: resize)
    }

    /// Where the crop lies along one axis.
    package struct Placement: Equatable {
        /// The pixels of the resized image that are kept.
        package let source: Range<Int>
        /// Where they go in the crop; above 0 when the image is smaller and padded with zeros.
        package let offset: Int

        package init(length: Int, crop: Int) {
            if length < crop {
                offset = (crop - length) / 2
                source = 0..<length
            } else {
                // Python's round(): halves go to the even number.
                let start = Int((Double(length - crop) / 2).rounded(.toNearestOrEven))
                offset = 0
                source = start..<start + crop
            }
        }
    }
}
