internal import CDNNL
internal import Tensors

/// The forward pass of a linear layer, `y = x wᵀ + b`, by `PointwiseConvolution`: rows are pixels.
/// The result of a row does not depend on the other rows. Outputs are computed in groups, so that
/// the weights are read sequentially.
struct PointwiseLinear {
    let features: Int
    let outputs: Int
    let rows: Int
    /// The layouts, in blocks of eight features.
    let (source, weight, target): (Layout, Layout, Layout)
    /// The groups of outputs, with the first output of each.
    private let parts: [(first: Int, convolution: PointwiseConvolution)]

    private static let outputsPerPart = 64

    /// - Returns: nil if oneDNN has no such kernel.
    init?(
        rows: Int, _ weight: Shape, relu: Bool, in context: DNNLContext
    ) throws(EngineError) {
        (outputs, features, self.rows) = (weight[0], weight[1], rows)
        var parts: [(first: Int, convolution: PointwiseConvolution)] = []
        for first in stride(from: 0, to: outputs, by: Self.outputsPerPart) {
            let width = min(Self.outputsPerPart, outputs - first)
            if let part = parts.last, width == Self.outputsPerPart {
                parts.append((first, part.convolution))
                continue
            }
            let convolution = try PointwiseConvolution(
                pixels: rows, inputs: features, outputs: width, hasBias: true, relu: relu,
                in: context)
            guard let convolution else { return nil }
            parts.append((first, convolution))
        }
        self.parts = parts
        source = try .featureBlocks([rows, features])
        target = try .featureBlocks([rows, outputs])
        self.weight = try .weightBlocks(weight)
    }

    /// - Parameters:
    ///   - x: the input in the layout `source`; `y`: the output in the layout `target`.
    ///   - weights: the weights in the layout `weight`.
    ///   - bias: `[outputs]`
    /// - Returns: a function that computes `y`.
    func bound(
        _ x: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
        bias: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, threads: Int,
        in context: DNNLContext
    ) throws(EngineError) -> () -> Void {
        let calls = try parts.map { (first, convolution) throws(EngineError) in
            try convolution.call(
                x, weights: weights + first * features, bias: bias + first, y + first * rows,
                in: context)
        }
        return {
            Parallel.takeInTurn(calls.count, threads: threads) { index, _ in calls[index].run() }
        }
    }
}
