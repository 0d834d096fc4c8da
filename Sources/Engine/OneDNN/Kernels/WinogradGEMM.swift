internal import CDNNL
internal import Tensors

/// The batched GEMM of Winograd tiles and weights, one matrix per position, as 1x1 convolutions:
/// tiles are pixels.
final class WinogradGEMM {
    private let kernel: WinogradConvolution
    /// The number of output channels of a GEMM: all channels, or fewer if 36 positions are too few
    /// for the threads.
    private let outputsPerPart: Int
    /// The kernels by the number of tiles in a chunk.
    private var convolutions: [Int: PointwiseConvolution] = [:]

    /// - Returns: nil if oneDNN has no such kernel.
    init?(_ kernel: WinogradConvolution, in context: DNNLContext) throws(EngineError) {
        self.kernel = kernel
        var parts = 1
        while parts * WinogradConvolution.positions < 4 * kernel.threads,
            kernel.target.channels % (parts * 128) == 0
        { parts *= 2 }
        outputsPerPart = kernel.target.channels / parts
        for tiles in Set([kernel.chunk, kernel.tiles % kernel.chunk]) where tiles > 0 {
            let convolution = try PointwiseConvolution(
                pixels: tiles, inputs: kernel.source.channels, outputs: outputsPerPart, in: context)
            guard let convolution else { return nil }
            convolutions[tiles] = convolution
        }
    }

    /// Binds the GEMMs of a chunk to memory.
    /// - Parameters:
    ///   - x: the transformed tiles; `y`: their products. Both are in blocks.
    ///   - weights: the transformed weights, in blocks.
    ///   - threads: the number of threads.
    /// - Returns: a function that computes the products for a number of tiles.
    func bound(
        _ x: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
        _ y: UnsafeMutablePointer<Float>, threads: Int, in context: DNNLContext
    ) throws(EngineError) -> (_ tiles: Int) -> Void {
        let (inputs, outputs) = (kernel.source.channels, kernel.target.channels)
        let parts = outputs / outputsPerPart
        var calls: [Int: [PrimitiveCall]] = [:]
        for (tiles, convolution) in convolutions {
            calls[tiles] = try (0..<WinogradConvolution.positions * parts).map {
                (item) throws(EngineError) in
                let (position, first) = (item / parts, item % parts * outputsPerPart)
                return try convolution.call(
                    x + position * kernel.matrixStride(kernel.source),
                    weights: weights + (position * outputs + first) * inputs,
                    y + position * kernel.matrixStride(kernel.target) + first * tiles, in: context)
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
