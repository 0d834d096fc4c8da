package import Vocabulary

/// VGG as in torchvision: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale
/// Image Recognition" (2014).
package protocol VGG: Architecture {
    /// The number of convolutions in each of the five blocks.
    static var blocks: [Int] { get }
    /// True if a batch norm follows each convolution.
    static var hasBatchNorm: Bool { get }
}

extension VGG {
    /// The name in study files, such as `vgg16` or `vgg16_bn`: torchvision's.
    package static var kind: String { "vgg\(depth)" + (hasBatchNorm ? "_bn" : "") }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "VGG (Simonyan and Zisserman, 2014) of \(depth) layers "
            + (hasBatchNorm ? "with batch norm " : "")
            + "as in torchvision; images of at least \(minimumImageSize) px."
    }
    /// The smallest size: five poolings reduce 32 pixels to one.
    package static var minimumImageSize: Int { 32 }
    /// The setting `dropout`, the rate of the dropout layers in the classifier.
    package static var settings: [Setting] { AlexNet.settings }
    /// No batch norm.
    package static var hasBatchNorm: Bool { false }

    private static var depth: Int { blocks.reduce(3, +) }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        var features: [any Layer] = []
        var channels = 3
        for (count, width) in zip(blocks, [64, 128, 256, 512, 512]) {
            for _ in 0..<count {
                let convolution = Conv2D(
                    channels, width, kernelSize: 3, padding: 1, start: .kaimingFanOut)
                features.append(convolution)
                if hasBatchNorm { features.append(BatchNorm2D(width)) }
                features.append(Activation.relu)
                channels = width
            }
            features.append(MaxPool2D(2, stride: 2))
        }
        let dropout = request.values.number("dropout")
        return Sequential([
            "features": Sequential(features),
            "avgpool": AdaptiveAvgPool2D(7),
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: 512 * 7 * 7,
                own: Sequential([
                    Linear(512 * 7 * 7, 4096, start: .normal(std: 0.01)), Activation.relu,
                    Dropout(dropout),
                    Linear(4096, 4096, start: .normal(std: 0.01)), Activation.relu,
                    Dropout(dropout),
                    Linear(4096, request.classes, start: .normal(std: 0.01)),
                ])),
        ])
    }
}

/// VGG of 11 layers; 132,863,336 parameters with 1000 classes.
package enum VGG11: VGG { package static let blocks = [1, 1, 2, 2, 2] }

/// VGG of 13 layers; 133,047,848 parameters with 1000 classes.
package enum VGG13: VGG { package static let blocks = [2, 2, 2, 2, 2] }

/// VGG of 16 layers; 138,357,544 parameters with 1000 classes.
package enum VGG16: VGG { package static let blocks = [2, 2, 3, 3, 3] }

/// VGG of 19 layers; 143,667,240 parameters with 1000 classes.
package enum VGG19: VGG { package static let blocks = [2, 2, 4, 4, 4] }

/// VGG with a batch norm after each convolution (Ioffe and Szegedy, 2015), as in torchvision.
package protocol VGGWithBatchNorm: VGG {}

extension VGGWithBatchNorm {
    /// Batch norms.
    package static var hasBatchNorm: Bool { true }
}

/// VGG of 11 layers with batch norm; 132,868,840 parameters with 1000 classes.
package enum VGG11BN: VGGWithBatchNorm { package static let blocks = VGG11.blocks }

/// VGG of 13 layers with batch norm; 133,053,736 parameters with 1000 classes.
package enum VGG13BN: VGGWithBatchNorm { package static let blocks = VGG13.blocks }

/// VGG of 16 layers with batch norm; 138,365,992 parameters with 1000 classes.
package enum VGG16BN: VGGWithBatchNorm { package static let blocks = VGG16.blocks }

/// VGG of 19 layers with batch norm; 143,678,248 parameters with 1000 classes.
package enum VGG19BN: VGGWithBatchNorm { package static let blocks = VGG19.blocks }
