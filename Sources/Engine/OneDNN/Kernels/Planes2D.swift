/// Images in blocks of 8 or 16 channels.
struct Planes2D {
    let images: Int
    /// Without padding: a multiple of `lanes`.
    let channels: Int
    let height: Int
    let width: Int
    /// Channels side by side: 8 or 16.
    let lanes: Int

    /// Where four channels of an image begin.
    @inline(__always)
    private func offset(_ image: Int, _ quad: Int) -> Int {
        let (block, within) = (quad * 4 / lanes, quad * 4 % lanes)
        return (image * (channels / lanes) + block) * height * width * lanes + within
    }

    /// A square of pixels of four channels, zeros outside the image: where it lies, or a copy where it reaches beyond.
    /// - Parameter copy: room for it.
    @inline(__always)
    func square(
        _ x: UnsafePointer<Float>, _ image: Int, _ quad: Int, row: Int, column: Int, size: Int,
        copy: QuadGrid
    ) -> QuadGrid {
        let base = x + offset(image, quad)
        let isInside =
            row >= 0 && column >= 0 && row + size <= height && column + size <= width
        if isInside {
            return QuadGrid(
                base + (row * width + column) * lanes, down: width * lanes, across: lanes)
        }
        for i in 0..<size {
            let line = copy.row(i)
            for j in 0..<size {
                let (r, c) = (row + i, column + j)
                let isPixel = r >= 0 && r < height && c >= 0 && c < width
                line[j] = isPixel ? .load(base + (r * width + c) * lanes) : .zero
            }
        }
        return copy
    }

    /// Writes a tile of 4 x 4 pixels of four channels, as far as it lies in the image.
    @inline(__always)
    func store(
        _ tile: QuadGrid, _ image: Int, _ quad: Int, row: Int, column: Int,
        _ y: UnsafeMutablePointer<Float>,
        _ finish: (_ value: Quad, _ old: UnsafePointer<Float>) -> Quad
    ) {
        let base = y + offset(image, quad)
        let columns = min(4, width - column)
        for i in 0..<min(4, height - row) {
            let (values, line) = (tile.row(i), base + ((row + i) * width + column) * lanes)
            for j in 0..<columns {
                finish(values[j], line + j * lanes).store(line + j * lanes)
            }
        }
    }
}
