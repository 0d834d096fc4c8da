package import Vocabulary

/// ConvNeXt as in torchvision: Liu et al., "A ConvNet for the 2020s" (2022), residual blocks of a
/// depthwise 7x7 convolution, a layer norm and two linear layers for each pixel.
package protocol ConvNeXt: Architecture {
    /// The size in the name, such as `tiny`.
    static var size: String { get }
    /// The number of channels of each of the four stages.
    static var widths: [Int] { get }
    /// The number of residual blocks in each stage.
    static var blocks: [Int] { get }
    /// The default probability with which the last block is skipped.
    static var stochasticDepth: Double { get }
}

extension ConvNeXt {
    /// The name in study files, such as `convnext_tiny`: torchvision's.
    package static var kind: String { "convnext_\(size)" }
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static var minimumImageSize: Int { 32 }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "ConvNeXt (Liu et al., 2022), \(size), as in torchvision; images of at least "
            + "\(minimumImageSize) px."
    }
    /// The setting `stochasticDepth`.
    package static var settings: [Setting] { [.stochasticDepth(default: stochasticDepth)] }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let depth = request.values.number("stochasticDepth")
        let last = Double(blocks.reduce(0, +) - 1)
        var index = 0.0
        var features: [any Layer] = []
        for (stage, (width, count)) in zip(widths, blocks).enumerated() {
            features.append(
                stage == 0
                    ? Sequential([convolution(3, width, size: 4), norm(width)])
                    : Sequential([
                        norm(widths[stage - 1]), convolution(widths[stage - 1], width, size: 2),
                    ]))
            var layers: [any Layer] = []
            for _ in 0..<count {
                layers.append(block(width, stochasticDepth: depth * index / last))
                index += 1
            }
            features.append(Sequential(layers))
        }
        let width = widths[widths.count - 1]
        return Sequential([
            "features": Sequential(features),
            "avgpool": AdaptiveAvgPool2D(1),
            // torchvision flattens after the norm, with the same result. Here the norm belongs to
            // the classifier alone, so the last feature map is that of the last block.
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: width,
                own: Sequential([
                    "0": norm(width), "2": Linear(width, request.classes, start: linearStart),
                ])),
        ])
    }

    private static func block(_ width: Int, stochasticDepth: Double) -> Residual {
        let layers = Sequential([
            "0": Conv2D(
                width, width, kernelSize: 7, padding: 3, groups: width,
                start: .truncatedNormalWithoutBias(std: 0.02)),
            "2": norm(width),
            "3": PixelLinear(width, 4 * width, start: linearStart),
            "4": Activation.gelu,
            "5": PixelLinear(4 * width, width, start: linearStart),
        ])
        return Residual(
            Sequential(unnamed: [
                LayerScale(width, initial: 1e-6, of: Sequential(["block": layers])),
                StochasticDepth(stochasticDepth),
            ]), activation: nil)
    }

    private static func norm(_ width: Int) -> LayerNorm { LayerNorm(width, epsilon: 1e-6) }

    /// A convolution of windows that do not overlap.
    private static func convolution(_ inChannels: Int, _ outChannels: Int, size: Int) -> Conv2D {
        Conv2D(
            inChannels, outChannels, kernelSize: size, stride: size,
            start: .truncatedNormalWithoutBias(std: 0.02))
    }

    private static var linearStart: Linear.Start { .truncatedNormalWithoutBias(std: 0.02) }
}

/// ConvNeXt-T; 28,589,128 parameters with 1000 classes.
package enum ConvNeXtTiny: ConvNeXt {
    /// The size in the name.
    package static let size = "tiny"
    /// The numbers of channels of the four stages.
    package static let widths = [96, 192, 384, 768]
    /// The numbers of blocks of the four stages.
    package static let blocks = [3, 3, 9, 3]
    /// The default rate of stochastic depth of the last block.
    package static let stochasticDepth = 0.1
}

/// ConvNeXt-S; 50,223,688 parameters with 1000 classes.
package enum ConvNeXtSmall: ConvNeXt {
    /// The size in the name.
    package static let size = "small"
    /// The numbers of channels of the four stages.
    package static let widths = [96, 192, 384, 768]
    /// The numbers of blocks of the four stages.
    package static let blocks = [3, 3, 27, 3]
    /// The default rate of stochastic depth of the last block.
    package static let stochasticDepth = 0.4
}

/// ConvNeXt-B; 88,591,464 parameters with 1000 classes.
package enum ConvNeXtBase: ConvNeXt {
    /// The size in the name.
    package static let size = "base"
    /// The numbers of channels of the four stages.
    package static let widths = [128, 256, 512, 1024]
    /// The numbers of blocks of the four stages.
    package static let blocks = [3, 3, 27, 3]
    /// The default rate of stochastic depth of the last block.
    package static let stochasticDepth = 0.5
}
