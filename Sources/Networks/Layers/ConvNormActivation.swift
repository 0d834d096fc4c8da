/// A convolution without a bias, a batch norm and an activation, named `0`, `1` and `2` as
/// torchvision's `Conv2dNormActivation`; the padding keeps the size of the image at stride 1.
package struct ConvNormActivation: Layer {
    private let layers: Sequential

    /// - Parameters:
    ///   - norm: the settings of the batch norm.
    ///   - activation: nil: none.
    package init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, groups: Int = 1,
        norm: BatchNorm = BatchNorm(), activation: Activation?, start: Conv2D.Start
    ) {
        let layers: [any Layer] = [
            Conv2D.beforeNorm(
                inChannels, outChannels, kernelSize: kernelSize, stride: stride, groups: groups,
                start: start),
            BatchNorm2D(outChannels, norm),
        ]
        self.layers = Sequential(layers + [activation].compactMap { $0 })
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        try layers.add(to: &graph, after: input)
    }
}
