/// torchvision's preset for evaluation, up to the normalisation: the shorter side to `resize`
/// pixels (bilinear, antialiased), then a square of `crop` pixels from the centre.
package struct EvaluationTransform: Sendable, Hashable {
    package let resize: Int
    package let crop: Int

    /// - Precondition: both are positive.
    package init(resize: Int, crop: Int) {
        precondition(resize > 0 && crop > 0, "resize \(resize), crop \(crop)")
        self.resize = resize
        self.crop = crop
    }

    /// The bytes of one result: crop x crop x 3.
    package var byteCount: Int { crop * crop * 3 }

    /// Decodes the file and transforms it into `output`, `[crop, crop, 3]`.
    /// - Precondition: `output.count == byteCount`.
    /// - Throws: `ImageError`.
    package func apply(path: String, into output: UnsafeMutableBufferPointer<UInt8>) throws {
        apply(try Raster(path: path), path: path, into: output)
    }

    /// The transformed picture, crop x crop.
    package func apply(_ image: RGBImage) -> RGBImage {
        let raster = Raster(
            width: image.width, height: image.height, channels: 3, pixels: image.pixels)
        let pixels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            apply(
                raster, path: "", into: UnsafeMutableBufferPointer(rebasing: buffer[..<byteCount]))
            count = byteCount
        }
        return RGBImage(width: crop, height: crop, pixels: pixels)
    }

    private func apply(
        _ raster: Raster, path: String, into output: UnsafeMutableBufferPointer<UInt8>
    ) {
        precondition(output.count == byteCount, "\(output.count) bytes for \(crop) x \(crop)")
        let (width, height) = resizedSize(width: raster.width, height: raster.height)
        let horizontal = Placement(length: width, crop: crop)
        let vertical = Placement(length: height, crop: crop)
        let part = raster.resized(
            width: width, height: height, columns: horizontal.source, rows: vertical.source)
        if part.width < crop || part.height < crop { output.update(repeating: 0) }
        let channels = part.channels
        part.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<part.height {
                var target = ((row + vertical.offset) * crop + horizontal.offset) * 3
                for index in row * part.width..<(row + 1) * part.width {
                    for channel in 0..<3 {
                        output[target + channel] =
                            pixels[index * channels + (channels == 1 ? 0 : channel)]
                    }
                    target += 3
                }
            }
        }
    }

    /// torchvision's rounding: the longer side is cut to whole pixels.
    package func resizedSize(width: Int, height: Int) -> (width: Int, height: Int) {
        let (short, long) = (min(width, height), max(width, height))
        let newLong = Int(Double(resize * long) / Double(short))
        return width <= height ? (resize, newLong) : (newLong, resize)
    }

    /// Where the crop lies along one axis.
    package struct Placement: Equatable {
        /// The pixels of the resized picture that are kept.
        package let source: Range<Int>
        /// Where they go in the crop; above 0 when the picture is smaller and padded with zeros.
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
