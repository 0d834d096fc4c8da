/// The layout of images in blocks of 8 or 16 channels.
struct BlockedImageLayout {
    let images: Int
    /// The number of channels, a multiple of `lanes`: there is no padding.
    let channels: Int
    let height: Int
    let width: Int
    /// The number of contiguous channels: 8 or 16.
    let lanes: Int

    /// The layout of the images after a pooling of 2 x 2 pixels.
    var halved: BlockedImageLayout {
        BlockedImageLayout(
            images: images, channels: channels, height: height / 2, width: width / 2, lanes: lanes)
    }

    /// The offset of a group of four channels of an image.
    @inline(__always)
    private func offset(_ image: Int, _ group: Int) -> Int {
        let (block, within) = (group * 4 / lanes, group * 4 % lanes)
        return (image * (channels / lanes) + block) * height * width * lanes + within
    }

    /// A square of pixels of four channels, with zeros outside the image: a view of the image, or a
    /// copy if the square extends beyond the image.
    /// - Parameter copy: memory for the copy.
    @inline(__always)
    func square(
        _ x: UnsafePointer<Float>, _ image: Int, _ group: Int, row: Int, column: Int, size: Int,
        copy: Float4Grid
    ) -> Float4Grid {
        let base = x + offset(image, group)
        let isInside =
            row >= 0 && column >= 0 && row + size <= height && column + size <= width
        if isInside {
            return Float4Grid(
                base + (row * width + column) * lanes, down: width * lanes, across: lanes)
        }
        for i in 0..<size { for j in 0..<size { copy.row(i)[j] = .zero } }
        let columns = max(0, -column)..<min(size, width - column)
        for i in max(0, -row)..<min(size, height - row) {
            let (line, start) = (copy.row(i), base + ((row + i) * width + column) * lanes)
            for j in columns { line[j] = .load(start + j * lanes) }
        }
        return copy
    }

    /// Writes the part of a tile of `size` x `size` pixels of four channels that is inside the
    /// image.
    @inline(__always)
    func store(
        _ tile: Float4Grid, size: Int, _ image: Int, _ group: Int, row: Int, column: Int,
        _ y: UnsafeMutablePointer<Float>,
        _ finish: (_ value: Float4, _ old: UnsafePointer<Float>) -> Float4
    ) {
        let base = y + offset(image, group) + (row * width + column) * lanes
        let (rows, columns) = (min(size, height - row), min(size, width - column))
        // Most tiles are entirely inside; their loops have a constant length.
        if rows == size, columns == size {
            for i in 0..<size { for j in 0..<size { put(i, j) } }
        } else {
            for i in 0..<rows { for j in 0..<columns { put(i, j) } }
        }

        @inline(__always)
        func put(_ i: Int, _ j: Int) {
            let pixel = base + (i * width + j) * lanes
            finish(tile.row(i)[j], pixel).store(pixel)
        }
    }
}
