internal import CDNNL

/// A convolution of windows of 3 x 3 by Winograd's F(4 x 4, 3 x 3): images are cut into tiles of 4
/// x 4 outputs, which need 36 products for each pair of channels instead of 144. For each of the 36
/// places in a tile, the products of all tiles and channels are one multiplication of matrices,
/// which oneDNN does: `WinogradGEMM`, or `sgemm` for the gradient by the weights.
///
/// Tiles go through a chunk at a time, so that the transformed ones stay in the cache. Results do
/// not depend on the number of threads: neither does what belongs to a chunk of rows, and in blocks
/// a tile's products depend on no other tile.
struct WinogradConvolution {
    /// Products of a tile.
    static let places = 36
    static let tile = 4

    /// What is read: the input, or the gradient by the output.
    let source: BlockedImageLayout
    /// What is written: the output, or the gradient by the input.
    let target: BlockedImageLayout
    let padding: Int
    var threads: Int
    /// How transformed tiles and weights lie.
    let order: WinogradOrder

    private var tilesAcross: Int { (target.width + 3) / 4 }
    private var tilesDown: Int { (target.height + 3) / 4 }
    var tiles: Int { target.images * tilesDown * tilesAcross }

    private var bytesPerTile: Int { Self.places * (source.channels + target.channels) * 4 }

    /// Whether each thread takes chunks of its own through all steps, so that transformed tiles
    /// stay in its cache and no thread waits for another; where weights are large, all threads
    /// share a chunk, so that they are read once, and where there are few tiles, so that all
    /// threads have work.
    private var areChunksOwn: Bool {
        order == .blocks && weightCount * 4 <= 3 << 20 && tiles * bytesPerTile >= threads << 22
    }

    /// Threads, or groups of them, that take chunks.
    var lanes: Int { areChunksOwn ? threads : 1 }

    /// Tiles that go through together: of so many transformed values that most stay in the cache,
    /// but enough for the multiplication to pay, and no small rest, for which all weights would be
    /// read once more.
    var chunk: Int {
        let (bytes, least) = areChunksOwn ? (768 << 10, 24) : order.chunk
        let usual = min(1024, max(least, bytes / bytesPerTile))
        let chunks = max(1, (tiles + usual / 2) / usual)
        return (tiles + chunks - 1) / chunks
    }

    /// Floats from place to place of transformed tiles; a little more than they take, so that the
    /// places do not compete for the same lines of the cache.
    func rateEstimator(_ planes: BlockedImageLayout) -> Int { chunk * planes.channels + 16 }

    /// Floats of a lane's scratch space for transformed tiles of the source.
    var sourceScratchCount: Int { Self.places * rateEstimator(source) }
    /// Floats of a lane's scratch space for transformed tiles of the target.
    var targetScratchCount: Int { Self.places * rateEstimator(target) }
    /// Floats of transformed weights.
    var weightCount: Int { Self.places * source.channels * target.channels }

    /// Whether it is faster than a direct kernel for so many images: few tiles do not pay for
    /// reading the transformed weights.
    func isWorthwhile(images: Int) -> Bool {
        images * tilesDown * tilesAcross >= 64 && min(source.channels, target.channels) >= 16
    }

    /// What happens to the outputs.
    struct Finish {
        /// `[K]`; nil: none.
        var bias: UnsafePointer<Float>?
        /// Whether the outputs are added to what is at their place.
        var sum = false
        var relu = false
        /// Whether only the largest of each 2 x 2 outputs is written.
        var isPooled = false
    }

    /// What takes chunks through all steps.
    struct Lane {
        /// Of `sourceScratchCount` and `targetScratchCount`.
        let scratch: (source: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>)
        /// Makes so many tiles' products in the target's scratch space of those in the source's.
        let multiply: (_ tiles: Int) -> Void
    }

    /// - Parameters:
    ///   - x: the source.
    ///   - lanes: as many as `lanes`, or one.
    func run(
        _ x: UnsafePointer<Float>, _ lanes: [Lane], _ finish: Finish,
        _ y: UnsafeMutablePointer<Float>
    ) {
        let (chunk, tiles) = (chunk, tiles)
        let chunks = (tiles + chunk - 1) / chunk
        var kernel = self
        if lanes.count > 1 { kernel.threads = 1 }
        Parallel.takeInTurn(chunks, threads: lanes.count) { [kernel] index, lane in
            let (scratch, multiply) = (lanes[lane].scratch, lanes[lane].multiply)
            let range = index * chunk..<min(tiles, (index + 1) * chunk)
            kernel.transform(InputMap.self, source, x, margin: padding, range, scratch.source)
            multiply(range.count)
            kernel.transformOutput(scratch.target, range, finish, y)
        }
    }

    /// The gradient by the weights, from the input and the gradient by the output, which is the
    /// `target` here.
    /// - Parameters:
    ///   - gradient: transformed, `[36, C, K]`.
    func runWeightGradient(
        _ x: UnsafePointer<Float>, _ incoming: UnsafePointer<Float>,
        scratch: (source: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>),
        _ gradient: UnsafeMutablePointer<Float>
    ) {
        for first in stride(from: 0, to: tiles, by: chunk) {
            let range = first..<min(tiles, first + chunk)
            transform(InputMap.self, source, x, margin: padding, range, scratch.source)
            transform(
                OutputGradientMap.self, target, incoming, margin: 0, range, scratch.target)
            accumulate(range.count, scratch.source, scratch.target, isFirst: first == 0, gradient)
        }
    }
}

extension WinogradConvolution {
    /// Calls `body` for each place and some of the target's channels, on all threads: for all of
    /// them, or fewer where 36 matrices are too few for the threads.
    private func forEachMatrix(_ body: (_ place: Int, _ columns: Range<Int>) -> Void) {
        let count = target.channels
        let wanted = min(max(1, count / 64), (4 * threads + Self.places - 1) / Self.places)
        let share = (count / wanted + 15) / 16 * 16
        let pieces = (count + share - 1) / share
        Parallel.forEach(Self.places * pieces, grain: 1, threads: threads) { items in
            for item in items {
                let first = item % pieces * share
                body(item / pieces, first..<min(count, first + share))
            }
        }
    }

    /// `y = x w` at every place: `[tiles, C] x [C, K]`.
    /// - Parameter weights: transformed, `[36, C, K]` with the source's channels C and the target's
    ///   K.
    func multiply(
        _ count: Int, _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Float>
    ) {
        let (inner, outer) = (source.channels, target.channels)
        forEachMatrix { place, columns in
            let first = columns.lowerBound
            gemm(
                transposed: false, count, columns.count, inner, x + place * rateEstimator(source),
                inner,
                weights + place * inner * outer + first, outer, 0,
                y + place * rateEstimator(target) + first, outer)
        }
    }

    /// `gradient += xᵀ incoming` at every place: `[C, tiles] x [tiles, K]`.
    private func accumulate(
        _ count: Int, _ x: UnsafePointer<Float>, _ incoming: UnsafePointer<Float>, isFirst: Bool,
        _ gradient: UnsafeMutablePointer<Float>
    ) {
        let (rows, outer) = (source.channels, target.channels)
        forEachMatrix { place, columns in
            let first = columns.lowerBound
            gemm(
                transposed: true, rows, columns.count, count, x + place * rateEstimator(source),
                rows,
                incoming + place * rateEstimator(target) + first, outer, isFirst ? 0 : 1,
                gradient + place * rows * outer + first, outer)
        }
    }

    /// - Parameter transposed: whether `a` is.
    private func gemm(
        transposed: Bool, _ rows: Int, _ columns: Int, _ inner: Int,
        _ a: UnsafePointer<Float>, _ strideA: Int, _ b: UnsafePointer<Float>, _ strideB: Int,
        _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ strideC: Int
    ) {
        let status = dnnl_sgemm(
            CChar(UInt8(ascii: transposed ? "T" : "N")), CChar(UInt8(ascii: "N")),
            dnnl_dim_t(rows), dnnl_dim_t(columns), dnnl_dim_t(inner), 1,
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

    /// Calls `body` for each tile of a chunk and each four channels, on all threads, with the
    /// tile's number there.
    private func forEachTile(
        _ range: Range<Int>, channels: Int,
        _ body: (
            _ place: (image: Int, row: Int, column: Int), _ index: Int, _ quad: Int,
            _ tile: Float4Grid, _ work: Float4Grid
        ) -> Void
    ) {
        let quads = channels / 4
        Parallel.forEach(range.count, grain: 1, threads: threads) { items in
            Float4Grid.withTiles { tile, work in
                switch order {
                case .rows:
                    for index in items {
                        let place = place(of: range.lowerBound + index)
                        for quad in 0..<quads { body(place, index, quad, tile, work) }
                    }
                case .blocks:
                    for pair in 0..<quads / 2 {
                        for index in items {
                            let place = place(of: range.lowerBound + index)
                            body(place, index, 2 * pair, tile, work)
                            body(place, index, 2 * pair + 1, tile, work)
                        }
                    }
                }
            }
        }
    }

    /// Transforms the tiles of a chunk by `map`.
    /// - Parameter margin: rows and columns that a tile reads before those it writes.
    private func transform(
        _ map: (some WinogradMap).Type, _ planes: BlockedImageLayout, _ x: UnsafePointer<Float>,
        margin: Int,
        _ range: Range<Int>, _ result: UnsafeMutablePointer<Float>
    ) {
        let (rateEstimator, steps) = (
            rateEstimator(planes), order.steps(range.count, channels: planes.channels)
        )
        forEachTile(range, channels: planes.channels) { place, index, quad, tile, work in
            let square = planes.square(
                x, place.image, quad, row: place.row - margin, column: place.column - margin,
                size: map.inputs, copy: tile)
            map.applyBothWays(
                square, work: work,
                Float4Grid(
                    result + steps.offset(tile: index, quad: quad), down: 6 * rateEstimator,
                    across: rateEstimator))
        }
    }

    private func transformOutput(
        _ products: UnsafePointer<Float>, _ range: Range<Int>, _ finish: Finish,
        _ y: UnsafeMutablePointer<Float>
    ) {
        let (rateEstimator, steps) = (
            rateEstimator(target), order.steps(range.count, channels: target.channels)
        )
        // Without a ReLU nothing is below it.
        let floor = Float4(repeating: finish.relu ? 0 : -.infinity)
        let pooled = target.halved
        forEachTile(range, channels: target.channels) { place, index, quad, tile, work in
            OutputMap.applyBothWays(
                Float4Grid(
                    products + steps.offset(tile: index, quad: quad), down: 6 * rateEstimator,
                    across: rateEstimator),
                work: work, tile)
            let bias = finish.bias.map { Float4.load($0 + quad * 4) } ?? .zero
            @inline(__always)
            func finished(_ value: Float4, _ old: UnsafePointer<Float>) -> Float4 {
                var value = value + bias
                if finish.sum { value += Float4.load(old) }
                // A value that is not a number stays so.
                return value.replacing(with: floor, where: value .< floor)
            }
            if finish.isPooled {
                // The largest stays the largest whatever is added to all, so it is the only one
                // that is finished.
                tile.pool(into: work)
                pooled.store(
                    work, size: Self.tile / 2, place.image, quad, row: place.row / 2,
                    column: place.column / 2, y, finished)
            } else {
                target.store(
                    tile, size: Self.tile, place.image, quad, row: place.row, column: place.column,
                    y, finished)
            }
        }
    }
}
