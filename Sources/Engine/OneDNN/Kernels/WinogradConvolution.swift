internal import CDNNL

/// A convolution of windows of 3 x 3 by Winograd's F(4 x 4, 3 x 3): images are cut into tiles of 4 x 4 outputs, which need
/// 36 products for each pair of channels instead of 144. For each of the 36 places in a tile, the products of all tiles and
/// channels are one multiplication of matrices, which oneDNN's `sgemm` does.
///
/// Tiles go through a chunk at a time, so that the transformed ones stay in the cache. What belongs to a chunk does not
/// depend on the number of threads, and neither do the results.
struct WinogradConvolution {
    /// Products of a tile.
    static let places = 36
    static let tile = 4

    /// What is read: the input, or the gradient by the output.
    let source: Planes2D
    /// What is written: the output, or the gradient by the input.
    let target: Planes2D
    let padding: Int
    let threads: Int

    private var tilesAcross: Int { (target.width + 3) / 4 }
    private var tilesDown: Int { (target.height + 3) / 4 }
    private var tiles: Int { target.images * tilesDown * tilesAcross }

    /// Tiles that go through together: about 8 MB of transformed values, but enough for the multiplication to pay.
    private var chunk: Int {
        let bytesPerTile = Self.places * (source.channels + target.channels) * 4
        return min(tiles, min(1024, max(192, (8 << 20) / bytesPerTile)))
    }

    /// Floats from place to place of transformed tiles; a little more than they take, so that the places do not compete
    /// for the same lines of the cache.
    private func pace(_ planes: Planes2D) -> Int { chunk * planes.channels + 16 }

    /// Floats of scratch space for transformed tiles of the source.
    var sourceScratchCount: Int { Self.places * pace(source) }
    /// Floats of scratch space for transformed tiles of the target.
    var targetScratchCount: Int { Self.places * pace(target) }
    /// Floats of transformed weights.
    var weightCount: Int { Self.places * source.channels * target.channels }

    /// Whether it is faster than a direct kernel: few tiles do not pay for reading the transformed weights.
    var isWorthwhile: Bool { tiles >= 64 && min(source.channels, target.channels) >= 16 }

    /// What happens to the outputs.
    struct Finish {
        /// `[K]`; nil: none.
        var bias: UnsafePointer<Float>?
        /// Whether the outputs are added to what is at their place.
        var sum = false
        var relu = false
    }

    /// - Parameters:
    ///   - x: the source.
    ///   - weights: transformed, `[36, C, K]` with the source's channels C and the target's K, or `[36, K, C]` where
    ///     `transposed`.
    ///   - scratch: of `sourceScratchCount` and `targetScratchCount`.
    func run(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, transposed: Bool,
        scratch: (source: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>),
        _ finish: Finish, _ y: UnsafeMutablePointer<Float>
    ) {
        for first in stride(from: 0, to: tiles, by: chunk) {
            let range = first..<min(tiles, first + chunk)
            transformInput(x, range, scratch.source)
            multiply(range.count, scratch.source, weights, transposed, scratch.target)
            transformOutput(scratch.target, range, finish, y)
        }
    }

    /// The gradient by the weights, from the input and the gradient by the output, which is the `target` here.
    /// - Parameters:
    ///   - gradient: transformed, `[36, C, K]`.
    func runWeightGradient(
        _ x: UnsafePointer<Float>, _ incoming: UnsafePointer<Float>,
        scratch: (source: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>),
        _ gradient: UnsafeMutablePointer<Float>
    ) {
        for first in stride(from: 0, to: tiles, by: chunk) {
            let range = first..<min(tiles, first + chunk)
            transformInput(x, range, scratch.source)
            transformIncoming(incoming, range, scratch.target)
            accumulate(range.count, scratch.source, scratch.target, isFirst: first == 0, gradient)
        }
    }
}

extension WinogradConvolution {
    /// Columns or rows of a matrix that one thread takes at a time: all, or fewer where 36 matrices are too few for the
    /// threads.
    private func share(of count: Int) -> Int {
        let pieces = min(max(1, count / 64), (4 * threads + Self.places - 1) / Self.places)
        return (count / pieces + 15) / 16 * 16
    }

    private func multiply(
        _ count: Int, _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
        _ transposed: Bool, _ y: UnsafeMutablePointer<Float>
    ) {
        let (inner, columns) = (source.channels, target.channels)
        let share = share(of: columns)
        let pieces = (columns + share - 1) / share
        Parallel.forEach(Self.places * pieces, grain: 1, threads: threads) { items in
            for item in items {
                let (place, first) = (item / pieces, item % pieces * share)
                let weights = weights + place * inner * columns + first * (transposed ? inner : 1)
                gemm(
                    Int8(bitPattern: UInt8(ascii: "N")),
                    Int8(bitPattern: UInt8(ascii: transposed ? "T" : "N")), count,
                    min(share, columns - first), inner, x + place * pace(source), inner, weights,
                    transposed ? inner : columns, 0, y + place * pace(target) + first, columns)
            }
        }
    }

    private func accumulate(
        _ count: Int, _ x: UnsafePointer<Float>, _ incoming: UnsafePointer<Float>, isFirst: Bool,
        _ gradient: UnsafeMutablePointer<Float>
    ) {
        let (rows, columns) = (source.channels, target.channels)
        let share = share(of: columns)
        let pieces = (columns + share - 1) / share
        Parallel.forEach(Self.places * pieces, grain: 1, threads: threads) { items in
            for item in items {
                let (place, first) = (item / pieces, item % pieces * share)
                gemm(
                    Int8(bitPattern: UInt8(ascii: "T")), Int8(bitPattern: UInt8(ascii: "N")), rows,
                    min(share, columns - first), count, x + place * pace(source), rows,
                    incoming + place * pace(target) + first, columns, isFirst ? 0 : 1,
                    gradient + place * rows * columns + first, columns)
            }
        }
    }

    private func gemm(
        _ transposeA: CChar, _ transposeB: CChar, _ rows: Int, _ columns: Int, _ inner: Int,
        _ a: UnsafePointer<Float>, _ strideA: Int, _ b: UnsafePointer<Float>, _ strideB: Int,
        _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ strideC: Int
    ) {
        let status = dnnl_sgemm(
            transposeA, transposeB, dnnl_dim_t(rows), dnnl_dim_t(columns), dnnl_dim_t(inner), 1,
            a, dnnl_dim_t(strideA), b, dnnl_dim_t(strideB), beta, c, dnnl_dim_t(strideC))
        precondition(status == dnnl_success, "sgemm failed: status \(status.rawValue)")
    }
}

extension WinogradConvolution {
    /// Where a tile's outputs begin.
    private func place(of tile: Int) -> (image: Int, row: Int, column: Int) {
        let (image, rest) = tile.quotientAndRemainder(dividingBy: tilesDown * tilesAcross)
        return (image, rest / tilesAcross * 4, rest % tilesAcross * 4)
    }

    /// Calls `body` for each tile of a chunk, on all threads, with its number there and room for two tiles.
    private func forEachTile(
        _ range: Range<Int>,
        _ body: (_ tile: Int, _ index: Int, _ a: TileBuffer, _ b: TileBuffer) -> Void
    ) {
        Parallel.forEach(range.count, grain: 1, threads: threads) { items in
            withUnsafeTemporaryAllocation(of: Quad.self, capacity: 3 * Self.places) { room in
                guard let base = room.baseAddress else { return }
                for index in items {
                    body(
                        range.lowerBound + index, index,
                        TileBuffer(values: base, work: base + 2 * Self.places),
                        TileBuffer(
                            values: base + Self.places, work: base + 2 * Self.places))
                }
            }
        }
    }

    private func transformInput(
        _ x: UnsafePointer<Float>, _ range: Range<Int>, _ result: UnsafeMutablePointer<Float>
    ) {
        let pace = pace(source)
        forEachTile(range) { tile, index, taken, made in
            let (image, row, column) = place(of: tile)
            for quad in 0..<source.channels / 4 {
                source.load(
                    x, image, quad, row: row - padding, column: column - padding, size: 6,
                    taken.values)
                InputMap.applyBothWays(taken.values, work: taken.work, made.values)
                made.scatter(to: result + index * source.channels + quad * 4, pace: pace)
            }
        }
    }

    private func transformIncoming(
        _ incoming: UnsafePointer<Float>, _ range: Range<Int>,
        _ result: UnsafeMutablePointer<Float>
    ) {
        let pace = pace(target)
        forEachTile(range) { tile, index, taken, made in
            let (image, row, column) = place(of: tile)
            for quad in 0..<target.channels / 4 {
                target.load(
                    incoming, image, quad, row: row, column: column, size: 4, taken.values)
                OutputGradientMap.applyBothWays(taken.values, work: taken.work, made.values)
                made.scatter(to: result + index * target.channels + quad * 4, pace: pace)
            }
        }
    }

    private func transformOutput(
        _ products: UnsafePointer<Float>, _ range: Range<Int>, _ finish: Finish,
        _ y: UnsafeMutablePointer<Float>
    ) {
        let pace = pace(target)
        forEachTile(range) { tile, index, taken, made in
            let (image, row, column) = place(of: tile)
            for quad in 0..<target.channels / 4 {
                taken.gather(products + index * target.channels + quad * 4, pace: pace)
                OutputMap.applyBothWays(taken.values, work: taken.work, made.values)
                let bias = finish.bias.map { Quad.load($0 + quad * 4) } ?? .zero
                target.store(
                    made.values, image, quad, row: row, column: column, y
                ) { value, old in
                    var value = value + bias
                    if finish.sum { value += Quad.load(old) }
                    // A value that is not a number stays so.
                    return finish.relu ? value.replacing(with: 0, where: value .< 0) : value
                }
            }
        }
    }
}

/// Room for a tile of four channels and for what is in between of its transformation.
struct TileBuffer {
    let values: UnsafeMutablePointer<Quad>
    let work: UnsafeMutablePointer<Quad>

    /// Writes the 36 values to their places.
    @inline(__always)
    func scatter(to memory: UnsafeMutablePointer<Float>, pace: Int) {
        for place in 0..<WinogradConvolution.places {
            values[place].store(memory + place * pace)
        }
    }

    /// Reads the 36 values from their places.
    @inline(__always)
    func gather(_ memory: UnsafePointer<Float>, pace: Int) {
        for place in 0..<WinogradConvolution.places {
            values[place] = .load(memory + place * pace)
        }
    }
}

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

    /// Reads a square of pixels of four channels; zeros outside the image.
    @inline(__always)
    func load(
        _ x: UnsafePointer<Float>, _ image: Int, _ quad: Int, row: Int, column: Int, size: Int,
        _ result: UnsafeMutablePointer<Quad>
    ) {
        let base = x + offset(image, quad)
        let isInside =
            row >= 0 && column >= 0 && row + size <= height && column + size <= width
        if isInside {
            for i in 0..<size {
                let line = base + ((row + i) * width + column) * lanes
                for j in 0..<size { result[i * size + j] = .load(line + j * lanes) }
            }
            return
        }
        for i in 0..<size {
            for j in 0..<size {
                let (r, c) = (row + i, column + j)
                let isPixel = r >= 0 && r < height && c >= 0 && c < width
                result[i * size + j] = isPixel ? .load(base + (r * width + c) * lanes) : .zero
            }
        }
    }

    /// Writes a tile of 4 x 4 pixels of four channels, as far as it lies in the image.
    @inline(__always)
    func store(
        _ values: UnsafePointer<Quad>, _ image: Int, _ quad: Int, row: Int, column: Int,
        _ y: UnsafeMutablePointer<Float>,
        _ finish: (_ value: Quad, _ old: UnsafePointer<Float>) -> Quad
    ) {
        let base = y + offset(image, quad)
        let columns = min(4, width - column)
        for i in 0..<min(4, height - row) {
            let line = base + ((row + i) * width + column) * lanes
            for j in 0..<columns {
                finish(values[i * 4 + j], line + j * lanes).store(line + j * lanes)
            }
        }
    }
}

extension Quad {
    @inline(__always)
    static func load(_ pointer: UnsafePointer<Float>) -> Quad {
        UnsafeRawPointer(pointer).loadUnaligned(as: Quad.self)
    }

    @inline(__always)
    func store(_ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Quad.self)
    }
}
