import Tensors

/// The output of layers multiplied by a learned factor for each channel. The parameter,
/// `layer_scale` in torchvision, precedes those of the layers.
package struct LayerScale: Layer {
    private let body: any Layer
    private let channels: Int
    private let initial: Float

    /// - Parameters:
    ///   - body: the layers, whose output has `channels` channels.
    ///   - initial: the initial factor.
    package init(_ channels: Int, initial: Float, of body: any Layer) {
        self.body = body
        self.channels = channels
        self.initial = initial
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let factors = graph.reserve([
            Parameter(
                "layer_scale", shape: [channels, 1, 1], initializer: .constant(initial))
        ])
        let output = try body.add(to: &graph, after: input)
        let shape = graph.shape(of: output)
        guard shape.rank == 4, shape[1] == channels else {
            throw graph.error(
                "\(channels) factors need an input of shape [N, \(channels), H, W]; got \(shape)")
        }
        return graph.add(.layerScale, [output], reserved: factors, shape: shape)
    }
}
