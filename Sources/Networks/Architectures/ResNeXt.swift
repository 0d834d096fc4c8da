/// ResNeXt as in torchvision: Xie et al., "Aggregated Residual Transformations for Deep Neural
/// Networks" (2016), a ResNet whose 3x3 convolutions have groups.
package protocol ResNeXt: ResNet {}

extension ResNeXt {
    /// The name in study files, such as `resnext50_32x4d`: torchvision's.
    package static var kind: String { "resnext\(depth)_\(groups)x\(groupWidth)d" }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "ResNeXt (Xie et al., 2016) of \(depth) layers, \(groups) groups of \(groupWidth) channels, "
            + "as in torchvision; images of at least \(minimumImageSize) px."
    }
    /// Bottleneck blocks: 1 x 1, 3 x 3 and 1 x 1 convolutions.
    package static var hasBottlenecks: Bool { true }
    /// 32 groups.
    package static var groups: Int { 32 }
}

/// ResNeXt of 50 layers, groups of 4 channels; 25,028,904 parameters with 1000 classes.
package enum ResNeXt50x4D: ResNeXt {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 4, 6, 3]
    /// 4 channels.
    package static let groupWidth = 4
}

/// ResNeXt of 101 layers, groups of 8 channels; 88,791,336 parameters with 1000 classes.
package enum ResNeXt101x8D: ResNeXt {
    /// The numbers of residual blocks of the four stages.
    package static let blocks = [3, 4, 23, 3]
    /// 8 channels.
    package static let groupWidth = 8
}
