internal import CDNNL
internal import Tensors

/// A linear layer's forward pass, `y = x wᵀ + b`, by `PointwiseConvolution`: rows are pixels. A
/// row's result does not depend on the other rows. Outputs are computed in groups, so that the
/// weights are read sequentially, at memory bandwidth.
struct LinearProducts {
    let features: Int
    let outputs: Int
    let rows: Int
    /// In blocks of eight features.
    let (source, weight, target): (Layout, Layout, Layout)
    /// By their first output.
    private let pieces: [(first: Int, product: PointwiseConvolution)]

    private static let pieceOutputs = 64

    /// Nil where oneDNN has no such kernel.
    init?(
        rows: Int, _ weight: Shape, relu: Bool, in context: DNNLContext
    ) throws(EngineError) {
        (outputs, features, self.rows) = (weight[0], weight[1], rows)
        var pieces: [(first: Int, product: PointwiseConvolution)] = []
        for first in stride(from: 0, to: outputs, by: Self.pieceOutputs) {
            let width = min(Self.pieceOutputs, outputs - first)
            if let piece = pieces.last, width == Self.pieceOutputs {
                pieces.append((first, piece.product))
                continue
            }
            let product = try PointwiseConvolution(
                pixels: rows, inputs: features, outputs: width, hasBias: true, relu: relu,
                in: context)
            guard let product else { return nil }
            pieces.append((first, product))
        }
        self.pieces = pieces
        source = try .featureBlocks([rows, features])
        target = try .featureBlocks([rows, outputs])
        self.weight = try .weightBlocks(weight)
    }

    /// - Parameters:
    ///   - x: of the layout `source`; `y`: of `target`.
    ///   - weights: of `weight`.
    ///   - bias: `[outputs]`
    /// - Returns: what computes `y`.
    func bound(
        _ x: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
        bias: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, threads: Int,
        in context: DNNLContext
    ) throws(EngineError) -> () -> Void {
        let calls = try pieces.map { (first, product) throws(EngineError) in
            try product.call(
                x, weights: weights + first * features, bias: bias + first, y + first * rows,
                in: context)
        }
        return {
            Parallel.takeInTurn(calls.count, threads: threads) { index, _ in calls[index].run() }
        }
    }
}
