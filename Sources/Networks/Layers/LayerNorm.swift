import Tensors

/// A layer norm over the channels of each pixel of `[N, C, H, W]`, as torchvision's `LayerNorm2d`,
/// or over the features of `[N, F]`, as PyTorch's `LayerNorm`.
package struct LayerNorm: Layer {
    /// The number of channels or features.
    package let channels: Int
    private let epsilon: Double

    /// - Parameter epsilon: the number that is added to the variance.
    package init(_ channels: Int, epsilon: Double) {
        self.channels = channels
        self.epsilon = epsilon
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape[1] == channels else {
            throw graph.error(
                "a layer norm of \(channels) channels needs an input of shape [N, \(channels)] "
                    + "or [N, \(channels), H, W]; got \(shape)")
        }
        return graph.add(
            .layerNorm(epsilon: epsilon), [input],
            parameters: [
                Parameter("weight", shape: [channels], initializer: .constant(1)),
                Parameter("bias", shape: [channels], initializer: .constant(0)),
            ], shape: shape)
    }
}
