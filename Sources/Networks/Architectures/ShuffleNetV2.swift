package import Vocabulary

/// ShuffleNetV2 as in torchvision: Ma et al., "ShuffleNet V2: Practical Guidelines for Efficient
/// CNN Architecture Design" (2018).
package protocol ShuffleNetV2: Architecture {
    /// The factor of the numbers of channels in the name, such as `0_5`.
    static var factor: String { get }
    /// The numbers of channels of the three stages.
    static var widths: [Int] { get }
    /// The number of channels of the last convolution.
    static var features: Int { get }
}

extension ShuffleNetV2 {
    /// The name in study files, such as `shufflenet_v2_x0_5`: torchvision's.
    package static var kind: String { "shufflenet_v2_x\(factor)" }
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "ShuffleNetV2 (Ma et al., 2018) of width \(factor.split(separator: "_").joined(separator: ".")) "
            + "as in torchvision; images of at least \(minimumImageSize) px."
    }
    /// The settings of the architecture: none.
    package static var settings: [Setting] { [] }
    /// 1024 channels.
    package static var features: Int { 1024 }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `fc`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        var channels = 24
        var layers: [(name: String, layer: any Layer)] = [
            ("conv1", convolution(3, channels, kernelSize: 3, stride: 2)),
            ("maxpool", MaxPool2D(3, stride: 2, padding: 1)),
        ]
        for (index, (width, count)) in zip(widths, [4, 8, 4]).enumerated() {
            let blocks = [first(channels, width)] + (1..<count).map { _ in next(width) }
            layers.append(("stage\(index + 2)", Sequential(blocks)))
            channels = width
        }
        return Sequential(
            layers + [
                ("conv5", convolution(channels, features, kernelSize: 1)),
                ("avgpool", AdaptiveAvgPool2D(1)), ("flatten", Flatten()),
                (
                    "fc",
                    request.classifier(
                        features: features, own: Linear(features, request.classes))
                ),
            ])
    }

    /// The first block of a stage: two branches, which halve the width and the height.
    private static func first(_ inChannels: Int, _ outChannels: Int) -> Sequential {
        let half = outChannels / 2
        return Sequential(unnamed: [
            Branches([
                "branch1": Sequential([
                    depthwise(inChannels, stride: 2), BatchNorm2D(inChannels),
                    pointwise(inChannels, half), BatchNorm2D(half), Activation.relu,
                ]),
                "branch2": branch(inChannels, half, stride: 2),
            ]), ChannelShuffle(groups: 2),
        ])
    }

    /// Another block: the first half of the channels is kept.
    private static func next(_ channels: Int) -> Sequential {
        let half = channels / 2
        return Sequential(unnamed: [
            Branches([
                "half1": ChannelSlice(0..<half),
                "branch2": Sequential(unnamed: [
                    ChannelSlice(half..<channels), branch(half, half, stride: 1),
                ]),
            ]), ChannelShuffle(groups: 2),
        ])
    }

    private static func branch(_ inChannels: Int, _ width: Int, stride: Int) -> Sequential {
        Sequential([
            pointwise(inChannels, width), BatchNorm2D(width), Activation.relu,
            depthwise(width, stride: stride), BatchNorm2D(width),
            pointwise(width, width), BatchNorm2D(width), Activation.relu,
        ])
    }

    private static func pointwise(_ inChannels: Int, _ outChannels: Int) -> Conv2D {
        .beforeNorm(inChannels, outChannels, kernelSize: 1, start: .torch)
    }

    private static func depthwise(_ channels: Int, stride: Int) -> Conv2D {
        .beforeNorm(
            channels, channels, kernelSize: 3, stride: stride, groups: channels, start: .torch)
    }

    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1
    ) -> ConvNormActivation {
        ConvNormActivation(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride, activation: .relu,
            start: .torch)
    }
}

/// ShuffleNetV2 of width 0.5; 1,366,792 parameters with 1000 classes.
package enum ShuffleNetV2x05: ShuffleNetV2 {
    /// The factor of the widths in the name.
    package static let factor = "0_5"
    /// The numbers of channels of the three stages.
    package static let widths = [48, 96, 192]
}

/// ShuffleNetV2 of width 1; 2,278,604 parameters with 1000 classes.
package enum ShuffleNetV2x10: ShuffleNetV2 {
    /// The factor of the widths in the name.
    package static let factor = "1_0"
    /// The numbers of channels of the three stages.
    package static let widths = [116, 232, 464]
}

/// ShuffleNetV2 of width 1.5; 3,503,624 parameters with 1000 classes.
package enum ShuffleNetV2x15: ShuffleNetV2 {
    /// The factor of the widths in the name.
    package static let factor = "1_5"
    /// The numbers of channels of the three stages.
    package static let widths = [176, 352, 704]
}

/// ShuffleNetV2 of width 2; 7,393,996 parameters with 1000 classes.
package enum ShuffleNetV2x20: ShuffleNetV2 {
    /// The factor of the widths in the name.
    package static let factor = "2_0"
    /// The numbers of channels of the three stages.
    package static let widths = [244, 488, 976]
    /// 2048 channels.
    package static let features = 2048
}
