import Tensors

/// An inverted residual block: a 1x1 convolution to more channels, a depthwise convolution,
/// squeeze-and-excitation and a 1x1 convolution to fewer channels (Sandler et al., 2018,
/// "MobileNetV2"; Howard et al., 2019, "Searching for MobileNetV3"). The input is added if the
/// output has its shape. The names are those of torchvision's MobileNetV3 and EfficientNet.
package struct InvertedResidual: Layer {
    private let layers: any Layer

    /// - Parameters:
    ///   - expanded: the number of channels of the depthwise convolution; if it equals
    ///     `inChannels`, there is no first convolution.
    ///   - norm: the settings of the batch norms.
    ///   - activation: the activation after the first two convolutions.
    ///   - squeezeExcitation: nil: none.
    ///   - stochasticDepth: the probability with which the block is skipped while training.
    package init(
        _ inChannels: Int, _ outChannels: Int, expanded: Int, kernelSize: Int, stride: Int,
        norm: BatchNorm = BatchNorm(), activation: Activation,
        squeezeExcitation: SqueezeExcitation?, stochasticDepth: Double = 0
    ) {
        let expansion = ConvNormActivation(
            inChannels, expanded, kernelSize: 1, norm: norm, activation: activation,
            start: .kaimingFanOut)
        let depthwise = ConvNormActivation(
            expanded, expanded, kernelSize: kernelSize, stride: stride, groups: expanded,
            norm: norm, activation: activation, start: .kaimingFanOut)
        let projection = ConvNormActivation(
            expanded, outChannels, kernelSize: 1, norm: norm, activation: nil,
            start: .kaimingFanOut)
        let all: [(any Layer)?] = [
            expanded == inChannels ? nil : expansion, depthwise, squeezeExcitation, projection,
        ]
        layers = Self.block(
            all.compactMap { $0 }, isResidual: stride == 1 && inChannels == outChannels,
            stochasticDepth: stochasticDepth)
    }

    /// `layers` under the name `block`, with stochastic depth and a skip connection if the block is
    /// residual.
    static func block(
        _ layers: [any Layer], isResidual: Bool, stochasticDepth: Double
    ) -> any Layer {
        guard isResidual else { return Sequential(["block": Sequential(layers)]) }
        return Residual(
            Sequential([
                "block": Sequential(layers),
                "stochastic_depth": StochasticDepth(stochasticDepth),
            ]), activation: nil)
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        try layers.add(to: &graph, after: input)
    }
}
