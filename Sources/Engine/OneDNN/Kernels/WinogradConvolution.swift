internal import CDNNL

/// A 3x3 convolution by Winograd's F(4 x 4, 3 x 3): images are split into tiles of 4 x 4 outputs,
/// which need 36 products for each pair of channels instead of 144. For each of the 36 positions in
/// a tile, the products of all tiles and channels are one GEMM, which oneDNN computes:
/// `WinogradGEMM`, or `sgemm` for the gradient with respect to the weights.
///
/// Tiles are processed in chunks, so that transformed tiles stay in the cache. Results do not
/// depend on the number of threads: with `WinogradOrder.rows` the chunks do not depend on it, and
/// with `WinogradOrder.blocks` the products of a tile do not depend on other tiles.
struct WinogradConvolution {
    /// The number of positions in a tile, each with one product per pair of channels.
    static let positions = 36
    static let tile = 4

    /// The layout of the source: the input, or the gradient with respect to the output.
    let source: BlockedImageLayout
    /// The layout of the target: the output, or the gradient with respect to the input.
    let target: BlockedImageLayout
    let padding: Int
    var threads: Int
    /// The layout of transformed tiles and weights.
    let order: WinogradOrder

    private var tilesAcross: Int { (target.width + 3) / 4 }
    private var tilesDown: Int { (target.height + 3) / 4 }
    var tiles: Int { target.images * tilesDown * tilesAcross }

    private var bytesPerTile: Int { Self.positions * (source.channels + target.channels) * 4 }

    /// True if each thread processes its own chunks through all steps, so that transformed tiles
    /// stay in its cache and no thread waits for another. All threads share each chunk if the
    /// weights are large, so that they are read once, or if there are few tiles, so that all
    /// threads are used.
    private var threadsOwnChunks: Bool {
        order == .blocks && weightCount * 4 <= 3 << 20 && tiles * bytesPerTile >= threads << 22
    }

    /// The number of threads, or of groups of threads, that process chunks.
    var lanes: Int { threadsOwnChunks ? threads : 1 }

    /// The number of tiles in a chunk: few enough that most transformed values stay in the cache,
    /// enough for an efficient GEMM, and without a small last chunk, for which all weights would be
    /// read again.
    var chunk: Int {
        let (bytes, minimum) = threadsOwnChunks ? (768 << 10, 24) : order.chunk
        let usual = min(1024, max(minimum, bytes / bytesPerTile))
        let chunks = max(1, (tiles + usual / 2) / usual)
        return (tiles + chunks - 1) / chunks
    }

    /// The distance between the matrices of neighboring positions of transformed tiles, in floats.
    /// It is a little larger than a matrix, so that the matrices do not compete for the same cache
    /// lines.
    func matrixStride(_ layout: BlockedImageLayout) -> Int { chunk * layout.channels + 16 }

    /// The size of a lane's scratch space for transformed tiles of the source, in floats.
    var sourceScratchCount: Int { Self.positions * matrixStride(source) }
    /// The size of a lane's scratch space for transformed tiles of the target, in floats.
    var targetScratchCount: Int { Self.positions * matrixStride(target) }
    /// The size of the transformed weights, in floats.
    var weightCount: Int { Self.positions * source.channels * target.channels }

    /// True if it is faster than a direct kernel for this number of images: with few tiles, reading
    /// the transformed weights takes too long.
    func isWorthwhile(images: Int) -> Bool {
        images * tilesDown * tilesAcross >= 64 && min(source.channels, target.channels) >= 16
    }

    /// The operations applied to the outputs.
    struct Finish {
        /// The bias, `[K]`; nil: none.
        var bias: UnsafePointer<Float>?
        /// True if the outputs are added to the previous contents of the target.
        var sum = false
        var relu = false
        /// True if only the largest of each 2 x 2 outputs is written.
        var isPooled = false
    }

    /// A lane: a thread, or a group of threads, that processes chunks through all steps.
    struct Lane {
        /// Scratch space of `sourceScratchCount` and `targetScratchCount` floats.
        let scratch: (source: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>)
        /// Computes the products of `tiles` tiles, from the source's scratch space to the target's.
        let multiply: (_ tiles: Int) -> Void
    }

    /// - Parameters:
    ///   - x: the source.
    ///   - lanes: one lane, or as many as the property `lanes`.
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

    /// Computes the gradient with respect to the weights from the input and the gradient with
    /// respect to the output, whose layout is `target` here.
    /// - Parameters:
    ///   - gradient: the transformed gradient, `[36, C, K]`.
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
    /// Calls `body` for each position and a range of the target's channels, on all threads. The
    /// range contains all channels, or fewer if 36 matrices are too few for the threads.
    private func forEachMatrix(_ body: (_ position: Int, _ columns: Range<Int>) -> Void) {
        let count = target.channels
        let wanted = min(max(1, count / 64), (4 * threads + Self.positions - 1) / Self.positions)
        let columnsPerPart = (count / wanted + 15) / 16 * 16
        let parts = (count + columnsPerPart - 1) / columnsPerPart
        Parallel.forEach(Self.positions * parts, grain: 1, threads: threads) { items in
            for item in items {
                let first = item % parts * columnsPerPart
                body(item / parts, first..<min(count, first + columnsPerPart))
            }
        }
    }

    /// Computes `y = x w` for every position: `[tiles, C] x [C, K]`.
    /// - Parameter weights: the transformed weights, `[36, C, K]`, with the source's channels C and
    ///   the target's channels K.
    func multiply(
        _ count: Int, _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Float>
    ) {
        let (inner, outer) = (source.channels, target.channels)
        forEachMatrix { position, columns in
            let first = columns.lowerBound
            gemm(
                transposed: false, count, columns.count, inner, x + position * matrixStride(source),
                inner,
                weights + position * inner * outer + first, outer, 0,
                y + position * matrixStride(target) + first, outer)
        }
    }

    /// Computes `gradient += xᵀ incoming` for every position: `[C, tiles] x [tiles, K]`.
    private func accumulate(
        _ count: Int, _ x: UnsafePointer<Float>, _ incoming: UnsafePointer<Float>, isFirst: Bool,
        _ gradient: UnsafeMutablePointer<Float>
    ) {
        let (rows, outer) = (source.channels, target.channels)
        forEachMatrix { position, columns in
            let first = columns.lowerBound
            gemm(
                transposed: true, rows, columns.count, count, x + position * matrixStride(source),
                rows,
                incoming + position * matrixStride(target) + first, outer, isFirst ? 0 : 1,
                gradient + position * rows * outer + first, outer)
        }
    }

    /// - Parameter transposed: true if `a` is transposed.
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
    /// The position of a tile's first output.
    private func position(of tile: Int) -> (image: Int, row: Int, column: Int) {
        let (image, rest) = tile.quotientAndRemainder(dividingBy: tilesDown * tilesAcross)
        return (image, rest / tilesAcross * 4, rest % tilesAcross * 4)
    }

    /// Calls `body` for each tile of a chunk and each group of four channels, on all threads, with
    /// the tile's index in the chunk.
    private func forEachTile(
        _ range: Range<Int>, channels: Int,
        _ body: (
            _ position: (image: Int, row: Int, column: Int), _ index: Int, _ group: Int,
            _ tile: Float4Grid, _ scratch: Float4Grid
        ) -> Void
    ) {
        let groups = channels / 4
        Parallel.forEach(range.count, grain: 1, threads: threads) { items in
            Float4Grid.withTiles { tile, scratch in
                switch order {
                case .rows:
                    for index in items {
                        let position = position(of: range.lowerBound + index)
                        for group in 0..<groups { body(position, index, group, tile, scratch) }
                    }
                case .blocks:
                    for pair in 0..<groups / 2 {
                        for index in items {
                            let position = position(of: range.lowerBound + index)
                            body(position, index, 2 * pair, tile, scratch)
                            body(position, index, 2 * pair + 1, tile, scratch)
                        }
                    }
                }
            }
        }
    }

    /// Transforms the tiles of a chunk by `map`.
    /// - Parameter margin: the number of rows and columns that a tile reads before those that it
    ///   writes.
    private func transform(
        _ map: (some WinogradMap).Type, _ layout: BlockedImageLayout, _ x: UnsafePointer<Float>,
        margin: Int,
        _ range: Range<Int>, _ result: UnsafeMutablePointer<Float>
    ) {
        let (matrixStride, steps) = (
            matrixStride(layout), order.steps(range.count, channels: layout.channels)
        )
        forEachTile(range, channels: layout.channels) { position, index, group, tile, scratch in
            let square = layout.square(
                x, position.image, group, row: position.row - margin,
                column: position.column - margin,
                size: map.inputs, copy: tile)
            map.applyBothWays(
                square, scratch: scratch,
                Float4Grid(
                    result + steps.offset(tile: index, group: group), down: 6 * matrixStride,
                    across: matrixStride))
        }
    }

    private func transformOutput(
        _ transformed: UnsafePointer<Float>, _ range: Range<Int>, _ finish: Finish,
        _ y: UnsafeMutablePointer<Float>
    ) {
        let (matrixStride, steps) = (
            matrixStride(target), order.steps(range.count, channels: target.channels)
        )
        // Without a ReLU no value is below the floor.
        let floor = Float4(repeating: finish.relu ? 0 : -.infinity)
        let pooled = target.halved
        forEachTile(range, channels: target.channels) { position, index, group, tile, scratch in
            OutputMap.applyBothWays(
                Float4Grid(
                    transformed + steps.offset(tile: index, group: group), down: 6 * matrixStride,
                    across: matrixStride),
                scratch: scratch, tile)
            let bias = finish.bias.map { Float4.load($0 + group * 4) } ?? .zero
            @inline(__always)
            func finished(_ value: Float4, _ old: UnsafePointer<Float>) -> Float4 {
                var value = value + bias
                if finish.sum { value += Float4.load(old) }
                // NaN stays NaN.
                return value.replacing(with: floor, where: value .< floor)
            }
            if finish.isPooled {
                // Adding a bias to all values keeps their order, so only the largest value is
                // finished.
                tile.pool(into: scratch)
                pooled.store(
                    scratch, size: Self.tile / 2, position.image, group, row: position.row / 2,
                    column: position.column / 2, y, finished)
            } else {
                target.store(
                    tile, size: Self.tile, position.image, group, row: position.row,
                    column: position.column,
                    y, finished)
            }
        }
    }
}
