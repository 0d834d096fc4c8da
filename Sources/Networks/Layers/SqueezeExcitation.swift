import Tensors

/// Squeeze-and-excitation (Hu et al., 2017, "Squeeze-and-Excitation Networks"): each channel of
/// `[N, channels, H, W]` is multiplied by a factor that two 1x1 convolutions compute from the means
/// of all channels. The names are torchvision's: `fc1`, `fc2`.
package struct SqueezeExcitation: Layer {
    private let factors: Sequential

    /// - Parameters:
    ///   - squeezed: the number of channels between the two convolutions.
    ///   - activation: the activation after the first convolution.
    ///   - gate: the activation after the second one, which bounds the factors.
    ///   - start: the initialization of the convolutions.
    package init(
        _ channels: Int, squeezed: Int, activation: Activation, gate: Activation,
        start: Conv2D.Start
    ) {
        factors = Sequential([
            "avgpool": AdaptiveAvgPool2D(1),
            "fc1": Conv2D(channels, squeezed, kernelSize: 1, start: start),
            "activation": activation,
            "fc2": Conv2D(squeezed, channels, kernelSize: 1, start: start),
            "scale_activation": gate,
        ])
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let factors = try factors.add(to: &graph, after: input)
        return try graph.scope("scale") { (graph) throws(ShapeError) in
            graph.add(.scale, [input, factors], shape: graph.shape(of: input))
        }
    }
}
