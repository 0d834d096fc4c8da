extension RGBImage {
    /// A rectangular part of an image, in pixels from the upper left corner.
    package struct Box: Sendable, Hashable {
        /// The columns of the box.
        package var columns: Range<Int>
        /// The rows of the box.
        package var rows: Range<Int>

        package init(columns: Range<Int>, rows: Range<Int>) {
            self.columns = columns
            self.rows = rows
        }

        /// The number of pixels.
        package var area: Int { columns.count * rows.count }
    }

    /// Flips the image horizontally: torchvision's `horizontal_flip`.
    package mutating func flipHorizontally() {
        pixels.withUnsafeMutableBufferPointer { pixels in
            for row in 0..<height {
                let start = row * width
                for column in 0..<width / 2 {
                    let (left, right) = (3 * (start + column), 3 * (start + width - 1 - column))
                    for channel in 0..<3 { pixels.swapAt(left + channel, right + channel) }
                }
            }
        }
    }

    /// Sets all pixels of a box to one gray level: torchvision's `erase`.
    /// - Precondition: the box is inside the image.
    package mutating func erase(_ box: Box, to level: UInt8) {
        for row in box.rows {
            let start = row * width
            let bytes = 3 * (start + box.columns.lowerBound)..<3 * (start + box.columns.upperBound)
            for index in bytes { pixels[index] = level }
        }
    }

    /// A box of the image, resized by the antialiased bilinear filter. The bytes are identical to
    /// Pillow's, and so to torchvision's `resized_crop` of a PIL image.
    /// - Precondition: the box is inside the image.
    package func resizedCrop(_ box: Box, width newWidth: Int, height newHeight: Int) -> RGBImage {
        var part: [UInt8] = []
        part.reserveCapacity(3 * box.area)
        for row in box.rows {
            let start = row * width
            part +=
                pixels[3 * (start + box.columns.lowerBound)..<3 * (start + box.columns.upperBound)]
        }
        let raster = Raster(
            width: box.columns.count, height: box.rows.count, channels: 3, pixels: part)
        return RGBImage(
            raster.resized(
                width: newWidth, height: newHeight, columns: 0..<newWidth, rows: 0..<newHeight))
    }
}
