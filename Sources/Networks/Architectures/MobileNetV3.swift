package import Vocabulary

/// MobileNetV3 as in torchvision: Howard et al., "Searching for MobileNetV3" (2019).
package protocol MobileNetV3: Architecture {
    /// The inverted residual blocks.
    static var blocks: [MobileNetV3Block] { get }
    /// The number of features between the two linear layers of the classifier.
    static var hidden: Int { get }
}

/// The settings of an inverted residual block of MobileNetV3.
package struct MobileNetV3Block: Sendable {
    fileprivate let kernelSize: Int
    fileprivate let expanded: Int
    fileprivate let outChannels: Int
    fileprivate let hasSqueezeExcitation: Bool
    fileprivate let activation: Activation
    fileprivate let stride: Int

    /// The values in the order of the tables of the paper.
    fileprivate init(
        _ kernelSize: Int, _ expanded: Int, _ outChannels: Int, _ hasSqueezeExcitation: Bool,
        _ activation: Activation, _ stride: Int
    ) {
        self.kernelSize = kernelSize
        self.expanded = expanded
        self.outChannels = outChannels
        self.hasSqueezeExcitation = hasSqueezeExcitation
        self.activation = activation
        self.stride = stride
    }
}

extension MobileNetV3 {
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// The setting `dropout`.
    package static var settings: [Setting] { [.dropout(default: 0.2)] }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let norm = BatchNorm(epsilon: 1e-3, momentum: 0.01)
        func convolution(_ inChannels: Int, _ outChannels: Int, _ size: Int, stride: Int)
            -> ConvNormActivation
        {
            ConvNormActivation(
                inChannels, outChannels, kernelSize: size, stride: stride, norm: norm,
                activation: .hardswish, start: .kaimingFanOut)
        }
        var channels = 16
        var features: [any Layer] = [convolution(3, channels, 3, stride: 2)]
        for block in blocks {
            let excitation = SqueezeExcitation(
                block.expanded, squeezed: roundedChannels(Double(block.expanded / 4)),
                activation: .relu, gate: .hardsigmoid, start: .kaimingFanOut)
            features.append(
                InvertedResidual(
                    channels, block.outChannels, expanded: block.expanded,
                    kernelSize: block.kernelSize, stride: block.stride, norm: norm,
                    activation: block.activation,
                    squeezeExcitation: block.hasSqueezeExcitation ? excitation : nil))
            channels = block.outChannels
        }
        let width = 6 * channels
        features.append(convolution(channels, width, 1, stride: 1))
        return Sequential([
            "features": Sequential(features),
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: width,
                own: Sequential([
                    Linear(width, hidden, start: .normal(std: 0.01)), Activation.hardswish,
                    Dropout(request.values.number("dropout")),
                    Linear(hidden, request.classes, start: .normal(std: 0.01)),
                ])),
        ])
    }
}

/// The small MobileNetV3; 2,542,856 parameters with 1000 classes.
package enum MobileNetV3Small: MobileNetV3 {
    /// The name in study files: torchvision's.
    package static let kind = "mobilenet_v3_small"
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "The small MobileNetV3 (Howard et al., 2019) as in torchvision; "
        + "images of at least \(minimumImageSize) px."
    /// The blocks of table 2 of the paper.
    package static let blocks: [MobileNetV3Block] = [
        .init(3, 16, 16, true, .relu, 2), .init(3, 72, 24, false, .relu, 2),
        .init(3, 88, 24, false, .relu, 1), .init(5, 96, 40, true, .hardswish, 2),
        .init(5, 240, 40, true, .hardswish, 1), .init(5, 240, 40, true, .hardswish, 1),
        .init(5, 120, 48, true, .hardswish, 1), .init(5, 144, 48, true, .hardswish, 1),
        .init(5, 288, 96, true, .hardswish, 2), .init(5, 576, 96, true, .hardswish, 1),
        .init(5, 576, 96, true, .hardswish, 1),
    ]
    /// 1024 features.
    package static let hidden = 1024
}

/// The large MobileNetV3; 5,483,032 parameters with 1000 classes.
package enum MobileNetV3Large: MobileNetV3 {
    /// The name in study files: torchvision's.
    package static let kind = "mobilenet_v3_large"
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "The large MobileNetV3 (Howard et al., 2019) as in torchvision; "
        + "images of at least \(minimumImageSize) px."
    /// The blocks of table 1 of the paper.
    package static let blocks: [MobileNetV3Block] = [
        .init(3, 16, 16, false, .relu, 1), .init(3, 64, 24, false, .relu, 2),
        .init(3, 72, 24, false, .relu, 1), .init(5, 72, 40, true, .relu, 2),
        .init(5, 120, 40, true, .relu, 1), .init(5, 120, 40, true, .relu, 1),
        .init(3, 240, 80, false, .hardswish, 2), .init(3, 200, 80, false, .hardswish, 1),
        .init(3, 184, 80, false, .hardswish, 1), .init(3, 184, 80, false, .hardswish, 1),
        .init(3, 480, 112, true, .hardswish, 1), .init(3, 672, 112, true, .hardswish, 1),
        .init(5, 672, 160, true, .hardswish, 2), .init(5, 960, 160, true, .hardswish, 1),
        .init(5, 960, 160, true, .hardswish, 1),
    ]
    /// 1280 features.
    package static let hidden = 1280
}
