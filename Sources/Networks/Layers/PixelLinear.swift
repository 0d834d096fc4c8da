import Tensors

/// A linear layer for each pixel, from `[N, inFeatures, H, W]` to `[N, outFeatures, H, W]`: a 1x1
/// convolution whose weight has the shape of a linear layer's, `[outFeatures, inFeatures]`.
package struct PixelLinear: Layer {
    private let inFeatures: Int
    private let outFeatures: Int
    private let start: Linear.Start
    private let prefix: String

    /// A linear layer with a bias.
    /// - Parameter prefix: the beginning of the names of weight and bias.
    package init(
        _ inFeatures: Int, _ outFeatures: Int, start: Linear.Start = .torch, prefix: String = ""
    ) {
        self.prefix = prefix
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
        self.start = start
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 4, shape[1] == inFeatures else {
            throw graph.error(
                "a linear layer of \(inFeatures) channels needs an input of shape "
                    + "[N, \(inFeatures), H, W]; got \(shape)")
        }
        return graph.add(
            .convolution(Window(size: 1)), [input],
            parameters: start.parameters(inFeatures, outFeatures, prefix: prefix),
            shape: [shape[0], outFeatures, shape[2], shape[3]])
    }
}
