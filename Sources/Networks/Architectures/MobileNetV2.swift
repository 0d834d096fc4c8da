package import Vocabulary

/// MobileNetV2 as in torchvision: Sandler et al., "MobileNetV2: Inverted Residuals and Linear
/// Bottlenecks" (2018). 3,504,872 parameters with 1000 classes.
package enum MobileNetV2: Architecture {
    /// The name in study files: torchvision's.
    package static let kind = "mobilenet_v2"
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static let minimumImageSize = 32
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "MobileNetV2 (Sandler et al., 2018) as in torchvision; "
        + "images of at least \(minimumImageSize) px."
    /// The setting `dropout`.
    package static let settings = [Setting.dropout(default: 0.2)]

    /// The stages: the expansion factor, the number of channels, the number of blocks and the
    /// stride of the first block.
    private static let stages = [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
        (6, 320, 1, 1),
    ]

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        var channels = 32
        var features: [any Layer] = [convolution(3, channels, kernelSize: 3, stride: 2)]
        for (expansion, width, blocks, stride) in stages {
            for index in 0..<blocks {
                features.append(
                    block(
                        channels, width, expansion: expansion, stride: index == 0 ? stride : 1))
                channels = width
            }
        }
        features.append(convolution(channels, 1280, kernelSize: 1))
        return Sequential([
            "features": Sequential(features),
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: 1280,
                own: Sequential([
                    Dropout(request.values.number("dropout")),
                    Linear(1280, request.classes, start: .normal(std: 0.01)),
                ])),
        ])
    }

    private static func block(
        _ inChannels: Int, _ outChannels: Int, expansion: Int, stride: Int
    ) -> any Layer {
        let expanded = inChannels * expansion
        let layers: [any Layer] = [
            convolution(
                expanded, expanded, kernelSize: 3, stride: stride, groups: expanded),
            Conv2D.beforeNorm(expanded, outChannels, kernelSize: 1, start: .kaimingFanOut),
            BatchNorm2D(outChannels),
        ]
        let first = expansion == 1 ? [] : [convolution(inChannels, expanded, kernelSize: 1)]
        let body = Sequential(["conv": Sequential(first + layers)])
        let isResidual = stride == 1 && inChannels == outChannels
        return isResidual ? Residual(body, activation: nil) : body
    }

    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, groups: Int = 1
    ) -> ConvNormActivation {
        ConvNormActivation(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride, groups: groups,
            activation: .relu6, start: .kaimingFanOut)
    }
}
