/// Wide ResNet as in torchvision: Zagoruyko and Komodakis, "Wide Residual Networks" (2016), a
/// ResNet whose 3x3 convolutions have twice the channels.
package protocol WideResNet: ResNet {}

extension WideResNet {
    /// The name in study files, such as `wide_resnet50_2`: torchvision's.
    package static var kind: String { "wide_resnet\(depth)_2" }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "Wide ResNet (Zagoruyko and Komodakis, 2016) of \(depth) layers as in torchvision; "
            + "images of at least \(minimumImageSize) px."
    }
    /// Bottleneck blocks: 1 x 1, 3 x 3 and 1 x 1 convolutions.
    package static var hasBottlenecks: Bool { true }
    /// 128 channels.
    package static var groupWidth: Int { 128 }
}

/// Wide ResNet of 50 layers; 68,883,240 parameters with 1000 classes.
package enum WideResNet50: WideResNet {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 4, 6, 3]
}

/// Wide ResNet of 101 layers; 126,886,696 parameters with 1000 classes.
package enum WideResNet101: WideResNet {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 4, 23, 3]
}
