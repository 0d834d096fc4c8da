internal import CDNNL
internal import Tensors

/// The multiplications of Winograd's tiles by the weights of their places: tiles are pixels.
final class WinogradGEMM {
    private let kernel: WinogradConvolution
    /// Output channels that are computed at once: all of them, or fewer where 36 places are too few
    /// for the threads.
    private let share: Int
    /// By the tiles of a chunk.
    private var products: [Int: PointwiseConvolution] = [:]

    /// Nil where oneDNN has no such kernel.
    init?(_ kernel: WinogradConvolution, in context: DNNLContext) throws(EngineError) {
        self.kernel = kernel
        var pieces = 1
        while pieces * WinogradConvolution.places < 4 * kernel.threads,
            kernel.target.channels % (pieces * 128) == 0
        { pieces *= 2 }
        share = kernel.target.channels / pieces
        for tiles in Set([kernel.chunk, kernel.tiles % kernel.chunk]) where tiles > 0 {
            let product = try PointwiseConvolution(
                pixels: tiles, inputs: kernel.source.channels, outputs: share, in: context)
            guard let product else { return nil }
            products[tiles] = product
        }
    }

    /// The multiplications of a chunk's tiles.
    /// - Parameters:
    ///   - x: transformed tiles; `y`: their products. Both in blocks.
    ///   - weights: transformed, in blocks.
    ///   - threads: that share the work.
    /// - Returns: what makes them for so many tiles.
    func bound(
        _ x: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
        _ y: UnsafeMutablePointer<Float>, threads: Int, in context: DNNLContext
    ) throws(EngineError) -> (_ tiles: Int) -> Void {
        let (inputs, outputs) = (kernel.source.channels, kernel.target.channels)
        let pieces = outputs / share
        var calls: [Int: [PrimitiveCall]] = [:]
        for (tiles, product) in products {
            calls[tiles] = try (0..<WinogradConvolution.places * pieces).map {
                (item) throws(EngineError) in
                let (place, first) = (item / pieces, item % pieces * share)
                return try product.call(
                    x + place * kernel.rateEstimator(kernel.source),
                    weights: weights + (place * outputs + first) * inputs,
                    y + place * kernel.rateEstimator(kernel.target) + first * tiles, in: context)
            }
        }
        return { [calls] tiles in
            guard let calls = calls[tiles] else {
                preconditionFailure("no kernel for \(tiles) tiles")
            }
            Parallel.takeInTurn(calls.count, threads: threads) { index, _ in calls[index].run() }
        }
    }
}
