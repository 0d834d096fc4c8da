package import Vocabulary

/// SqueezeNet as in torchvision: Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer
/// parameters and <0.5MB model size" (2016). The logits are the means of feature maps, one for each
/// class.
package protocol SqueezeNet: Architecture {
    /// The number of channels of the first convolution.
    static var channels: Int { get }
    /// The width of the windows of the first convolution, in pixels.
    static var kernelSize: Int { get }
    /// The numbers of fire modules between the poolings, three groups.
    static var groups: [Int] { get }
}

extension SqueezeNet {
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// The setting `dropout`.
    package static var settings: [Setting] { AlexNet.settings }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`; it reads the means of the feature maps.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        if let head = request.head.layer(features: 512, classes: request.classes) {
            return Sequential([
                "features": features,
                "avgpool": AdaptiveAvgPool2D(1),
                "flatten": Flatten(),
                "classifier": head,
            ])
        }
        let convolution = Conv2D(
            512, request.classes, kernelSize: 1, start: .normal(std: 0.01))
        return Sequential([
            "features": features,
            "classifier": Sequential([
                "0": Dropout(request.values.number("dropout")), "1": convolution,
                "2": Activation.relu, "3": AdaptiveAvgPool2D(1),
            ]),
            "flatten": Flatten(),
        ])
    }

    private static var features: Sequential {
        var inChannels = channels
        // The number of channels after the first convolution of each of the eight modules.
        var squeezed = [16, 16, 32, 32, 48, 48, 64, 64][...]
        var layers: [any Layer] = [
            Conv2D(3, channels, kernelSize: kernelSize, stride: 2, start: .kaimingUniformFanIn),
            Activation.relu,
        ]
        for count in groups {
            layers.append(MaxPool2D(3, stride: 2, coversEnd: true))
            for width in squeezed.prefix(count) {
                layers.append(fire(inChannels, squeezed: width))
                inChannels = 8 * width
            }
            squeezed = squeezed.dropFirst(count)
        }
        return Sequential(layers)
    }

    /// A fire module: a 1x1 convolution to `squeezed` channels, then a 1x1 and a 3x3 convolution,
    /// whose channels are concatenated.
    private static func fire(_ inChannels: Int, squeezed: Int) -> Sequential {
        func convolution(_ inChannels: Int, _ outChannels: Int, _ size: Int) -> Sequential {
            Sequential(unnamed: [
                Conv2D(
                    inChannels, outChannels, kernelSize: size, padding: size / 2,
                    start: .kaimingUniformFanIn), Activation.relu,
            ])
        }
        return Sequential(unnamed: [
            Sequential(["squeeze": convolution(inChannels, squeezed, 1)]),
            Branches([
                "expand1x1": convolution(squeezed, 4 * squeezed, 1),
                "expand3x3": convolution(squeezed, 4 * squeezed, 3),
            ]),
        ])
    }
}

/// SqueezeNet 1.0; 1,248,424 parameters with 1000 classes.
package enum SqueezeNet10: SqueezeNet {
    /// The name in study files: torchvision's.
    package static let kind = "squeezenet1_0"
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "SqueezeNet 1.0 (Iandola et al., 2016) as in torchvision; "
        + "images of at least \(minimumImageSize) px."
    package static let channels = 96
    package static let kernelSize = 7
    package static let groups = [3, 4, 1]
}

/// SqueezeNet 1.1, which needs less than half the FLOPs of version 1.0; 1,235,496 parameters with
/// 1000 classes.
package enum SqueezeNet11: SqueezeNet {
    /// The name in study files: torchvision's.
    package static let kind = "squeezenet1_1"
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "SqueezeNet 1.1 (Iandola et al., 2016) as in torchvision; "
        + "images of at least \(minimumImageSize) px."
    package static let channels = 64
    package static let kernelSize = 3
    package static let groups = [2, 2, 4]
}
