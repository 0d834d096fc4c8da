package import Vocabulary

/// DenseNet as in torchvision: Huang et al., "Densely Connected Convolutional Networks" (2016),
/// with bottlenecks and compression (DenseNet-BC).
package protocol DenseNet: Architecture {
    /// The number of dense layers in each of the four blocks.
    static var blocks: [Int] { get }
    /// The growth rate: the number of channels that each dense layer adds.
    static var growth: Int { get }
}

extension DenseNet {
    /// The name in study files, such as `densenet121`: torchvision's.
    package static var kind: String { "densenet\(depth)" }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "DenseNet (Huang et al., 2016) of \(depth) layers as in torchvision; "
            + "images of at least \(minimumImageSize) px."
    }
    /// The smallest size: below 64 pixels the feature maps of the last dense block are single
    /// pixels.
    package static var minimumImageSize: Int { 64 }
    /// The settings of the architecture: none.
    package static var settings: [Setting] { [] }
    /// 32 channels.
    package static var growth: Int { 32 }

    private static var depth: Int { blocks.reduce(5) { $0 + 2 * $1 } }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        var channels = 2 * growth
        var features: [(name: String, layer: any Layer)] = [
            ("conv0", convolution(3, channels, kernelSize: 7, stride: 2)),
            ("norm0", BatchNorm2D(channels)), ("relu0", Activation.relu),
            ("pool0", MaxPool2D(3, stride: 2, padding: 1)),
        ]
        for (index, count) in blocks.enumerated() {
            features.append(
                (
                    "denseblock\(index + 1)",
                    Dense(
                        (0..<count).map {
                            ("denselayer\($0 + 1)", layer(channels + $0 * growth))
                        })
                ))
            channels += count * growth
            guard index < blocks.count - 1 else { break }
            features.append(("transition\(index + 1)", transition(channels)))
            channels /= 2
        }
        features.append(("norm5", BatchNorm2D(channels)))
        return Sequential([
            "features": Sequential(features),
            "relu": Activation.relu,
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: channels,
                own: Linear(channels, request.classes, start: .torchWithoutBias)),
        ])
    }

    private static func layer(_ inChannels: Int) -> Sequential {
        let width = 4 * growth
        return Sequential([
            "norm1": BatchNorm2D(inChannels), "relu1": Activation.relu,
            "conv1": convolution(inChannels, width, kernelSize: 1),
            "norm2": BatchNorm2D(width), "relu2": Activation.relu,
            "conv2": convolution(width, growth, kernelSize: 3),
        ])
    }

    private static func transition(_ channels: Int) -> Sequential {
        Sequential([
            "norm": BatchNorm2D(channels), "relu": Activation.relu,
            "conv": convolution(channels, channels / 2, kernelSize: 1),
            "pool": AvgPool2D(2, stride: 2),
        ])
    }

    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1
    ) -> Conv2D {
        .beforeNorm(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride, start: .kaimingFanIn)
    }
}

/// DenseNet of 121 layers; 7,978,856 parameters with 1000 classes.
package enum DenseNet121: DenseNet { package static let blocks = [6, 12, 24, 16] }

/// DenseNet of 161 layers, growth rate 48; 28,681,000 parameters with 1000 classes.
package enum DenseNet161: DenseNet {
    package static let blocks = [6, 12, 36, 24]
    package static let growth = 48
}

/// DenseNet of 169 layers; 14,149,480 parameters with 1000 classes.
package enum DenseNet169: DenseNet { package static let blocks = [6, 12, 32, 32] }

/// DenseNet of 201 layers; 20,013,928 parameters with 1000 classes.
package enum DenseNet201: DenseNet { package static let blocks = [6, 12, 48, 32] }
