/// The first version of EfficientNet: B0, whose width and depth the others multiply.
package protocol EfficientNetV1: EfficientNet {
    /// The factor of the numbers of channels, which are rounded to multiples of 8.
    static var widthFactor: Double { get }
    /// The factor of the numbers of blocks, which are rounded up.
    static var depthFactor: Double { get }
}

extension EfficientNetV1 {
    /// The stages of B0 (table 1 of the paper), scaled.
    package static var stages: [EfficientNetStage] {
        [
            (1, 3, 1, 32, 16, 1), (6, 3, 2, 16, 24, 2), (6, 5, 2, 24, 40, 2), (6, 3, 2, 40, 80, 3),
            (6, 5, 1, 80, 112, 3), (6, 5, 2, 112, 192, 4), (6, 3, 1, 192, 320, 1),
        ].map { expansion, kernelSize, stride, inChannels, outChannels, blocks in
            EfficientNetStage(
                expansion: expansion, kernelSize: kernelSize, stride: stride,
                inChannels: roundedChannels(inChannels * widthFactor),
                outChannels: roundedChannels(outChannels * widthFactor),
                blocks: Int((blocks * depthFactor).rounded(.up)))
        }
    }
    /// 4 times the channels of the last block.
    package static var features: Int { 4 * roundedChannels(320 * widthFactor) }
}

/// EfficientNet-B0; 5,288,548 parameters with 1000 classes.
package enum EfficientNetB0: EfficientNetV1 {
    /// The name in study files: torchvision's.
    package static let kind = "efficientnet_b0"
    /// The factor of the numbers of channels.
    package static let widthFactor = 1.0
    /// The factor of the numbers of blocks.
    package static let depthFactor = 1.0
    /// The default rate of the dropout before the classifier.
    package static let dropout = 0.2
}

/// EfficientNet-B1; 7,794,184 parameters with 1000 classes.
package enum EfficientNetB1: EfficientNetV1 {
    /// The name in study files: torchvision's.
    package static let kind = "efficientnet_b1"
    /// The factor of the numbers of channels.
    package static let widthFactor = 1.0
    /// The factor of the numbers of blocks.
    package static let depthFactor = 1.1
    /// The default rate of the dropout before the classifier.
    package static let dropout = 0.2
}

/// EfficientNet-B2; 9,109,994 parameters with 1000 classes.
package enum EfficientNetB2: EfficientNetV1 {
    /// The name in study files: torchvision's.
    package static let kind = "efficientnet_b2"
    /// The factor of the numbers of channels.
    package static let widthFactor = 1.1
    /// The factor of the numbers of blocks.
    package static let depthFactor = 1.2
    /// The default rate of the dropout before the classifier.
    package static let dropout = 0.3
}

/// EfficientNet-B3; 12,233,232 parameters with 1000 classes.
package enum EfficientNetB3: EfficientNetV1 {
    /// The name in study files: torchvision's.
    package static let kind = "efficientnet_b3"
    /// The factor of the numbers of channels.
    package static let widthFactor = 1.2
    /// The factor of the numbers of blocks.
    package static let depthFactor = 1.4
    /// The default rate of the dropout before the classifier.
    package static let dropout = 0.3
}

/// EfficientNet-B4; 19,341,616 parameters with 1000 classes.
package enum EfficientNetB4: EfficientNetV1 {
    /// The name in study files: torchvision's.
    package static let kind = "efficientnet_b4"
    /// The factor of the numbers of channels.
    package static let widthFactor = 1.4
    /// The factor of the numbers of blocks.
    package static let depthFactor = 1.8
    /// The default rate of the dropout before the classifier.
    package static let dropout = 0.4
}

/// The small EfficientNetV2; 21,458,488 parameters with 1000 classes.
package enum EfficientNetV2S: EfficientNet {
    /// The name in study files: torchvision's.
    package static let kind = "efficientnet_v2_s"
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "The small EfficientNetV2 (Tan and Le, 2021) as in torchvision; "
        + "images of at least \(minimumImageSize) px."
    /// The stages of table 4 of the paper; the first has no expansion.
    package static let stages = [
        (true, 1, 1, 24, 24, 2), (true, 4, 2, 24, 48, 4), (true, 4, 2, 48, 64, 4),
        (false, 4, 2, 64, 128, 6), (false, 6, 1, 128, 160, 9), (false, 6, 2, 160, 256, 15),
    ].map { isFused, expansion, stride, inChannels, outChannels, blocks in
        EfficientNetStage(
            isFused: isFused, expansion: expansion, kernelSize: 3, stride: stride,
            inChannels: inChannels, outChannels: outChannels, blocks: blocks)
    }
    /// The number of features that the classifier reads.
    package static let features = 1280
    /// The default rate of the dropout before the classifier.
    package static let dropout = 0.2
    /// Batch norms with epsilon 0.001.
    package static let norm = BatchNorm(epsilon: 1e-3)
}
