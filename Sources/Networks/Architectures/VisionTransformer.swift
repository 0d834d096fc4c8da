package import Vocabulary

/// The vision transformer, base size, as in torchvision: Dosovitskiy et al., "An Image Is Worth
/// 16x16 Words: Transformers for Image Recognition at Scale" (2020). The position embedding has the
/// size of the images, so weights belong to one image size.
package protocol VisionTransformer: Architecture {
    /// The width and height of a patch, in pixels.
    static var patchSize: Int { get }
}

extension VisionTransformer {
    /// The name in study files, such as `vit_b_16`: torchvision's.
    package static var kind: String { "vit_b_\(patchSize)" }
    /// The patches cover the images.
    package static var imageSizeMultiple: Int { patchSize }
    /// The smallest size: a single patch.
    package static var minimumImageSize: Int { patchSize }
    /// One sentence for help texts and the JSON schema.
    package static var summary: String {
        "Vision transformer (Dosovitskiy et al., 2020), base, as in torchvision; images of at "
            + "least \(minimumImageSize) px, a multiple of \(patchSize) px."
    }
    /// The settings of the architecture: none.
    package static var settings: [Setting] { [] }

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `heads`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let width = 768
        let blocks = (0..<12).map { (name: "encoder_layer_\($0)", layer: block(width)) }
        return Sequential(unnamed: [
            PatchTokens(width, patchSize: patchSize, imageSize: request.imageSize),
            Sequential([
                "encoder": Sequential([
                    "layers": Sequential(blocks), "ln": norm(width), "class_token": ClassToken(),
                ]),
                "heads": request.classifier(
                    features: width,
                    own: Sequential(["head": Linear(width, request.classes, start: .zero)])),
            ]),
        ])
    }

    private static func block(_ width: Int) -> any Layer {
        let linear = (
            PixelLinear(width, 4 * width, start: .xavierUniform(biasStd: 1e-6)),
            PixelLinear(4 * width, width, start: .xavierUniform(biasStd: 1e-6))
        )
        return Sequential(unnamed: [
            Residual(
                Sequential([
                    "ln_1": norm(width), "self_attention": SelfAttention(width, heads: 12),
                ]), activation: nil),
            Residual(
                Sequential([
                    "ln_2": norm(width),
                    "mlp": Sequential(["0": linear.0, "1": Activation.gelu, "3": linear.1]),
                ]), activation: nil),
        ])
    }

    private static func norm(_ width: Int) -> LayerNorm { LayerNorm(width, epsilon: 1e-6) }
}

/// ViT-B/16, with patches of 16 px; 86,567,656 parameters with 1000 classes at 224 px.
package enum ViTB16: VisionTransformer {
    package static let patchSize = 16
}

/// ViT-B/32, with patches of 32 px; 88,224,232 parameters with 1000 classes at 224 px.
package enum ViTB32: VisionTransformer {
    package static let patchSize = 32
}
