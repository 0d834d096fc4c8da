package import Vocabulary

/// MnasNet-B1 as in torchvision: Tan et al., "MnasNet: Platform-Aware Neural Architecture Search
/// for Mobile" (2018).
package protocol MNASNet: Architecture {
    /// The factor of the numbers of channels, which are rounded to multiples of 8.
    static var widthFactor: Double { get }
}

extension MNASNet {
    /// The name in study files, such as `mnasnet0_5`: torchvision's.
    package static var kind: String {
        "mnasnet" + "\(widthFactor)".split(separator: ".").joined(separator: "_")
    }
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "MnasNet-B1 (Tan et al., 2018) of width \(widthFactor) as in torchvision; "
            + "images of at least \(minimumImageSize) px."
    }
    /// The setting `dropout`.
    package static var settings: [Setting] { [.dropout(default: 0.2)] }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let (first, second) = (roundedChannels(32 * widthFactor), roundedChannels(16 * widthFactor))
        var layers =
            convolution(3, first, kernelSize: 3, stride: 2)
            + convolution(first, first, kernelSize: 3, groups: first)
            + convolution(first, second, kernelSize: 1, activation: nil)
        var channels = second
        // The number of channels, the kernel size, the stride, the expansion factor and the number
        // of blocks.
        let stages: [(Double, Int, Int, Int, Int)] = [
            (24, 3, 2, 3, 3), (40, 5, 2, 3, 3), (80, 5, 2, 6, 3), (96, 3, 1, 6, 2),
            (192, 5, 2, 6, 4), (320, 3, 1, 6, 1),
        ]
        for (width, kernelSize, stride, expansion, count) in stages {
            let (inChannels, outChannels) = (channels, roundedChannels(width * widthFactor))
            let blocks = (0..<count).map {
                block(
                    $0 == 0 ? inChannels : outChannels, outChannels, kernelSize: kernelSize,
                    stride: $0 == 0 ? stride : 1, expansion: expansion)
            }
            layers.append(Sequential(blocks))
            channels = outChannels
        }
        layers += convolution(channels, 1280, kernelSize: 1)
        // The bound of a Kaiming uniform distribution with fan-out and gain 1.
        let bound = (3 / Double(request.classes)).squareRoot()
        return Sequential([
            "layers": Sequential(layers),
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: 1280,
                own: Sequential([
                    Dropout(request.values.number("dropout")),
                    Linear(1280, request.classes, start: .uniform(bound: bound)),
                ])),
        ])
    }

    private static func block(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int, expansion: Int
    ) -> any Layer {
        let expanded = inChannels * expansion
        let body = Sequential([
            "layers": Sequential(
                convolution(inChannels, expanded, kernelSize: 1)
                    + convolution(
                        expanded, expanded, kernelSize: kernelSize, stride: stride,
                        groups: expanded)
                    + convolution(expanded, outChannels, kernelSize: 1, activation: nil))
        ])
        let isResidual = stride == 1 && inChannels == outChannels
        return isResidual ? Residual(body, activation: nil) : body
    }

    /// A convolution, a batch norm and an activation. The momentum is that of the paper.
    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, groups: Int = 1,
        activation: Activation? = .relu
    ) -> [any Layer] {
        let layers: [(any Layer)?] = [
            Conv2D.beforeNorm(
                inChannels, outChannels, kernelSize: kernelSize, stride: stride, groups: groups,
                start: .kaimingFanOut),
            BatchNorm2D(outChannels, BatchNorm(momentum: 1 - 0.9997)), activation,
        ]
        return layers.compactMap { $0 }
    }
}

/// MnasNet-B1 of width 0.5; 2,218,512 parameters with 1000 classes.
package enum MNASNet05: MNASNet { package static let widthFactor = 0.5 }

/// MnasNet-B1 of width 1; 4,383,312 parameters with 1000 classes.
package enum MNASNet10: MNASNet { package static let widthFactor = 1.0 }
