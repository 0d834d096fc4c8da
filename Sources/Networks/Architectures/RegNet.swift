package import Vocabulary

/// RegNetY as in torchvision: Radosavovic et al., "Designing Network Design Spaces" (2020),
/// residual blocks with groups and squeeze-and-excitation.
package protocol RegNet: Architecture {
    /// The number of multiply-adds in the name, such as `400mf`: 400 million.
    static var size: String { get }
    /// The number of residual blocks in each of the four stages.
    static var blocks: [Int] { get }
    /// The number of channels of each stage.
    static var widths: [Int] { get }
    /// The number of channels of each group of the 3x3 convolutions.
    static var groupWidth: Int { get }
}

extension RegNet {
    /// The name in study files, such as `regnet_y_400mf`: torchvision's.
    package static var kind: String { "regnet_y_\(size)" }
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "RegNetY (Radosavovic et al., 2020) of \(blocks.reduce(0, +)) blocks as in torchvision; "
            + "images of at least \(minimumImageSize) px."
    }
    /// The settings of the architecture: none.
    package static var settings: [Setting] { [] }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `fc`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        var channels = 32
        let stem = convolution(3, channels, kernelSize: 3, stride: 2)
        var stages: [(name: String, layer: any Layer)] = []
        for (index, (count, width)) in zip(blocks, widths).enumerated() {
            let inChannels = channels
            let stage = (0..<count).map { number -> (name: String, layer: any Layer) in
                (
                    "block\(index + 1)-\(number)",
                    block(
                        number == 0 ? inChannels : width, width, stride: number == 0 ? 2 : 1)
                )
            }
            stages.append(("block\(index + 1)", Sequential(stage)))
            channels = width
        }
        return Sequential([
            "stem": stem,
            "trunk_output": Sequential(stages),
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "fc": request.classifier(
                features: channels,
                own: Linear(channels, request.classes, start: .normal(std: 0.01))),
        ])
    }

    private static func block(_ inChannels: Int, _ width: Int, stride: Int) -> Residual {
        let shortcut = convolution(
            inChannels, width, kernelSize: 1, stride: stride, activation: nil)
        let body = Sequential([
            "a": convolution(inChannels, width, kernelSize: 1),
            "b": convolution(
                width, width, kernelSize: 3, stride: stride, groups: width / groupWidth),
            "se": SqueezeExcitation(
                width, squeezed: inChannels / 4, activation: .relu, gate: .sigmoid,
                start: .kaimingFanOutTorchBias),
            "c": convolution(width, width, kernelSize: 1, activation: nil),
        ])
        return Residual(
            Sequential(["f": body]),
            shortcut: stride == 1 && inChannels == width ? nil : shortcut, naming: .proj)
    }

    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, groups: Int = 1,
        activation: Activation? = .relu
    ) -> ConvNormActivation {
        ConvNormActivation(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride, groups: groups,
            activation: activation, start: .kaimingFanOut)
    }
}

/// RegNetY of 0.4 billion multiply-adds; 4,344,144 parameters with 1000 classes.
package enum RegNetY400MF: RegNet {
    /// The size in the name: the number of multiply-adds of an image of 224 pixels.
    package static let size = "400mf"
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [1, 3, 6, 6]
    /// The numbers of channels of the four stages.
    package static let widths = [48, 104, 208, 440]
    /// The number of channels of a group.
    package static let groupWidth = 8
}

/// RegNetY of 0.8 billion multiply-adds; 6,432,512 parameters with 1000 classes.
package enum RegNetY800MF: RegNet {
    /// The size in the name: the number of multiply-adds of an image of 224 pixels.
    package static let size = "800mf"
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [1, 3, 8, 2]
    /// The numbers of channels of the four stages.
    package static let widths = [64, 144, 320, 784]
    /// The number of channels of a group.
    package static let groupWidth = 16
}

/// RegNetY of 1.6 billion multiply-adds; 11,202,430 parameters with 1000 classes.
package enum RegNetY1600MF: RegNet {
    /// The size in the name: the number of multiply-adds of an image of 224 pixels.
    package static let size = "1_6gf"
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [2, 6, 17, 2]
    /// The numbers of channels of the four stages.
    package static let widths = [48, 120, 336, 888]
    /// The number of channels of a group.
    package static let groupWidth = 24
}

/// RegNetY of 3.2 billion multiply-adds; 19,436,338 parameters with 1000 classes.
package enum RegNetY3200MF: RegNet {
    /// The size in the name: the number of multiply-adds of an image of 224 pixels.
    package static let size = "3_2gf"
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [2, 5, 13, 1]
    /// The numbers of channels of the four stages.
    package static let widths = [72, 216, 576, 1512]
    /// The number of channels of a group.
    package static let groupWidth = 24
}

/// RegNetY of 8 billion multiply-adds; 39,381,472 parameters with 1000 classes.
package enum RegNetY8GF: RegNet {
    /// The size in the name: the number of multiply-adds of an image of 224 pixels.
    package static let size = "8gf"
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [2, 4, 10, 1]
    /// The numbers of channels of the four stages.
    package static let widths = [224, 448, 896, 2016]
    /// The number of channels of a group.
    package static let groupWidth = 56
}
