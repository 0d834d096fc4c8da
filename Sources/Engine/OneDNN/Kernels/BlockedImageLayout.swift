/// Images in blocks of 8 or 16 channels.
struct BlockedImageLayout {
    let images: Int
    /// Without padding: a multiple of `lanes`.
    let channels: Int
    let height: Int
    let width: Int
    /// Channels side by side: 8 or 16.
    let lanes: Int

    /// What a pooling of 2 x 2 pixels leaves.
    var halved: BlockedImageLayout {
        BlockedImageLayout(
            images: images, channels: channels, height: height / 2, width: width / 2, lanes: lanes)
    }

    /// Where four channels of an image begin.
    @inline(__always)
    private func offset(_ image: Int, _ quad: Int) -> Int {
        let (block, within) = (quad * 4 / lanes, quad * 4 % lanes)
        return (image * (channels / lanes) + block) * height * width * lanes + within
    }

    /// A square of pixels of four channels, zeros outside the image: where it lies, or a copy where
    /// it reaches beyond.
    /// - Parameter copy: room for it.
    @inline(__always)
    func square(
        _ x: UnsafePointer<Float>, _ image: Int, _ quad: Int, row: Int, column: Int, size: Int,
        copy: Float4Grid
    ) -> Float4Grid {
        let base = x + offset(image, quad)
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

    /// Writes a tile of so many pixels a side of four channels, as far as it lies in the image.
    @inline(__always)
    func store(
        _ tile: Float4Grid, size: Int, _ image: Int, _ quad: Int, row: Int, column: Int,
        _ y: UnsafeMutablePointer<Float>,
        _ finish: (_ value: Float4, _ old: UnsafePointer<Float>) -> Float4
    ) {
        let base = y + offset(image, quad) + (row * width + column) * lanes
        let (rows, columns) = (min(size, height - row), min(size, width - column))
        // A whole tile, as most are, in loops of known length.
        if rows == size, columns == size {
            for i in 0..<size { for j in 0..<size { put(i, j) } }
        } else {
            for i in 0..<rows { for j in 0..<columns { put(i, j) } }
        }

        @inline(__always)
        func put(_ i: Int, _ j: Int) {
            let place = base + (i * width + j) * lanes
            finish(tile.row(i)[j], place).store(place)
        }
    }
}
