package import Vocabulary

/// ResNet as in torchvision: He et al., "Deep Residual Learning for Image Recognition" (2015).
/// Bottlenecks have their stride on the 3 x 3 convolution (version 1.5).
package protocol ResNet: Architecture {
    /// The number of residual blocks in each of the four stages.
    static var blocks: [Int] { get }
    /// True if a block is a bottleneck of three convolutions; false if it has two 3x3 convolutions.
    static var hasBottlenecks: Bool { get }
    /// The number of groups of the 3x3 convolutions in bottlenecks.
    static var groups: Int { get }
    /// The number of channels of each group in the first stage.
    static var groupWidth: Int { get }
}

extension ResNet {
    /// The name in study files, such as `resnet18`: torchvision's.
    package static var kind: String { "resnet\(depth)" }
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "ResNet (He et al., 2015) of \(depth) layers as in torchvision; "
            + "images of at least \(minimumImageSize) px."
    }
    /// The settings of the architecture: none.
    package static var settings: [Setting] { [] }
    /// One group.
    package static var groups: Int { 1 }
    /// 64 channels.
    package static var groupWidth: Int { 64 }

    /// The number of convolutions of the longest path and the linear layer.
    static var depth: Int { blocks.reduce(2) { $0 + $1 * (hasBottlenecks ? 3 : 2) } }
    private static var expansion: Int { hasBottlenecks ? 4 : 1 }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names
    /// (`conv1`, `layer1` to `layer4`, `fc`).
    ///
    /// The four stages have 64, 128, 256 and 512 output channels, times 4 for bottlenecks; each
    /// stage after the first halves the width and the height. The head of the request can replace
    /// `fc`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        Sequential([
            "conv1": convolution(3, 64, kernelSize: 7, stride: 2),
            "bn1": BatchNorm2D(64),
            "relu": Activation.relu,
            "maxpool": MaxPool2D(3, stride: 2, padding: 1),
            "layer1": stage(64, 64, blocks: blocks[0], stride: 1),
            "layer2": stage(64 * expansion, 128, blocks: blocks[1], stride: 2),
            "layer3": stage(128 * expansion, 256, blocks: blocks[2], stride: 2),
            "layer4": stage(256 * expansion, 512, blocks: blocks[3], stride: 2),
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "fc": request.classifier(
                features: 512 * expansion, own: Linear(512 * expansion, request.classes)),
        ])
    }

    private static func stage(_ inChannels: Int, _ width: Int, blocks: Int, stride: Int)
        -> Sequential
    {
        Sequential(
            (0..<blocks).map { index in
                block(
                    index == 0 ? inChannels : width * expansion, width,
                    stride: index == 0 ? stride : 1)
            })
    }

    private static func block(_ inChannels: Int, _ width: Int, stride: Int) -> Residual {
        let outChannels = width * expansion
        let shortcut = Sequential([
            convolution(inChannels, outChannels, kernelSize: 1, stride: stride),
            BatchNorm2D(outChannels),
        ])
        return Residual(
            hasBottlenecks
                ? bottleneck(inChannels, width, stride: stride)
                : basic(inChannels, width, stride: stride),
            shortcut: stride == 1 && inChannels == outChannels ? nil : shortcut)
    }

    private static func basic(_ inChannels: Int, _ width: Int, stride: Int) -> Sequential {
        Sequential([
            "conv1": convolution(inChannels, width, kernelSize: 3, stride: stride),
            "bn1": BatchNorm2D(width), "relu": Activation.relu,
            "conv2": convolution(width, width, kernelSize: 3), "bn2": BatchNorm2D(width),
        ])
    }

    private static func bottleneck(_ inChannels: Int, _ width: Int, stride: Int) -> Sequential {
        let inner = width * groupWidth / 64 * groups
        return Sequential([
            "conv1": convolution(inChannels, inner, kernelSize: 1),
            "bn1": BatchNorm2D(inner), "relu1": Activation.relu,
            "conv2": convolution(inner, inner, kernelSize: 3, stride: stride, groups: groups),
            "bn2": BatchNorm2D(inner), "relu2": Activation.relu,
            "conv3": convolution(inner, width * 4, kernelSize: 1), "bn3": BatchNorm2D(width * 4),
        ])
    }

    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, groups: Int = 1
    ) -> Conv2D {
        .beforeNorm(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride, groups: groups,
            start: .kaimingFanOut)
    }
}

/// ResNet of 18 layers; 11,689,512 parameters with 1000 classes.
package enum ResNet18: ResNet {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [2, 2, 2, 2]
    /// Basic blocks: two 3 x 3 convolutions.
    package static let hasBottlenecks = false
}

/// ResNet of 34 layers; 21,797,672 parameters with 1000 classes.
package enum ResNet34: ResNet {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 4, 6, 3]
    /// Basic blocks: two 3 x 3 convolutions.
    package static let hasBottlenecks = false
}

/// ResNet of 50 layers; 25,557,032 parameters with 1000 classes.
package enum ResNet50: ResNet {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 4, 6, 3]
    /// Bottleneck blocks: 1 x 1, 3 x 3 and 1 x 1 convolutions.
    package static let hasBottlenecks = true
}

/// ResNet of 101 layers; 44,549,160 parameters with 1000 classes.
package enum ResNet101: ResNet {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 4, 23, 3]
    /// Bottleneck blocks: 1 x 1, 3 x 3 and 1 x 1 convolutions.
    package static let hasBottlenecks = true
}

/// ResNet of 152 layers; 60,192,808 parameters with 1000 classes.
package enum ResNet152: ResNet {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 8, 36, 3]
    /// Bottleneck blocks: 1 x 1, 3 x 3 and 1 x 1 convolutions.
    package static let hasBottlenecks = true
}
