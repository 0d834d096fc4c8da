package import Vocabulary

/// EfficientNet as in torchvision: Tan and Le, "EfficientNet: Rethinking Model Scaling for
/// Convolutional Neural Networks" (2019) and "EfficientNetV2: Smaller Models and Faster Training"
/// (2021).
package protocol EfficientNet: Architecture {
    /// The stages of residual blocks.
    static var stages: [EfficientNetStage] { get }
    /// The number of channels of the last convolution.
    static var features: Int { get }
    /// The settings of the batch norms.
    static var norm: BatchNorm { get }
    /// The default rate of the dropout.
    static var dropout: Double { get }
}

/// A stage of EfficientNet: blocks with the same number of output channels, of which the first has
/// the stride.
package struct EfficientNetStage: Sendable {
    /// True if a block begins with a 3x3 convolution instead of a 1x1 and a depthwise convolution,
    /// and has no squeeze-and-excitation (version 2).
    var isFused = false
    let expansion: Int
    let kernelSize: Int
    let stride: Int
    let inChannels: Int
    let outChannels: Int
    let blocks: Int
}

extension EfficientNet {
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "EfficientNet (Tan and Le, 2019) \(kind.dropFirst("efficientnet_".count).uppercased()) "
            + "as in torchvision; images of at least \(minimumImageSize) px."
    }
    /// The settings `dropout` and `stochasticDepth`.
    package static var settings: [Setting] {
        [.dropout(default: dropout), .stochasticDepth(default: 0.2)]
    }
    /// PyTorch's settings of batch norms.
    package static var norm: BatchNorm { BatchNorm() }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let depth = request.values.number("stochasticDepth")
        let count = Double(stages.reduce(0) { $0 + $1.blocks })
        var index = 0.0
        var layers: [any Layer] = [convolution(3, stages[0].inChannels, 3, stride: 2)]
        for stage in stages {
            var channels = stage.inChannels
            var blocks: [any Layer] = []
            for number in 0..<stage.blocks {
                let add = stage.isFused ? fusedBlock : block
                let stride = number == 0 ? stage.stride : 1
                blocks.append(add(stage, channels, stride, depth * index / count))
                channels = stage.outChannels
                index += 1
            }
            layers.append(Sequential(blocks))
        }
        layers.append(convolution(stages[stages.count - 1].outChannels, features, 1))
        let bound = 1 / Double(request.classes).squareRoot()
        return Sequential([
            "features": Sequential(layers),
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: features,
                own: Sequential([
                    Dropout(request.values.number("dropout")),
                    Linear(features, request.classes, start: .uniform(bound: bound)),
                ])),
        ])
    }

    private static func block(
        _ stage: EfficientNetStage, _ inChannels: Int, _ stride: Int, _ depth: Double
    ) -> any Layer {
        let expanded = inChannels * stage.expansion
        return InvertedResidual(
            inChannels, stage.outChannels, expanded: expanded, kernelSize: stage.kernelSize,
            stride: stride, norm: norm, activation: .silu,
            squeezeExcitation: SqueezeExcitation(
                expanded, squeezed: inChannels / 4, activation: .silu, gate: .sigmoid,
                start: .kaimingFanOut),
            stochasticDepth: depth)
    }

    /// A block of version 2 without a depthwise convolution ("Fused-MBConv").
    private static func fusedBlock(
        _ stage: EfficientNetStage, _ inChannels: Int, _ stride: Int, _ depth: Double
    ) -> any Layer {
        let expanded = inChannels * stage.expansion
        let projection = convolution(expanded, stage.outChannels, 1, activation: nil)
        return InvertedResidual.block(
            [convolution(inChannels, expanded, stage.kernelSize, stride: stride)]
                + (stage.expansion == 1 ? [] : [projection]),
            isResidual: stride == 1 && inChannels == stage.outChannels, stochasticDepth: depth)
    }

    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, _ size: Int, stride: Int = 1,
        activation: Activation? = .silu
    ) -> ConvNormActivation {
        ConvNormActivation(
            inChannels, outChannels, kernelSize: size, stride: stride, norm: norm,
            activation: activation, start: .kaimingFanOut)
    }
}
