import Tensors

/// The tokens of an image for a transformer, `[N, C, T, 1]`: a class token and the square patches
/// of the image, which a convolution converts to `C` channels, each plus its position embedding.
/// The names are torchvision's: `class_token`, `conv_proj`, `encoder.pos_embedding`.
package struct PatchTokens: Layer {
    private let projection: Conv2D
    private let count: Int

    /// - Parameters:
    ///   - patchSize: the width and height of a patch, in pixels.
    ///   - imageSize: the width and height of the image, in pixels; the number of position
    ///     embeddings depends on it.
    package init(_ channels: Int, patchSize: Int, imageSize: Int) {
        let fanIn = 3 * patchSize * patchSize
        projection = Conv2D(
            3, channels, kernelSize: patchSize, stride: patchSize,
            start: .truncatedNormalWithoutBias(std: (1 / Double(fanIn)).squareRoot()))
        count = (imageSize / patchSize) * (imageSize / patchSize) + 1
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let channels = projection.outChannels
        let size = projection.window.size
        let image = graph.shape(of: input)
        let classToken = graph.reserve([
            Parameter("class_token", shape: [1, 1, channels], initializer: .constant(0))
        ])
        let patches = try graph.scope("conv_proj") { (graph) throws(ShapeError) in
            guard image[2] % size == 0, image[3] % size == 0 else {
                throw graph.error(
                    "width and height of the images must be multiples of \(size) px, the size of a "
                        + "patch; got \(image[3]) x \(image[2]) (dataset.crop)")
            }
            return try projection.add(to: &graph, after: input)
        }
        let shape = graph.shape(of: patches)
        return try graph.scope("encoder") { (graph) throws(ShapeError) in
            guard shape[2] * shape[3] + 1 == count else {
                throw graph.error(
                    "the network has \(count) position embeddings; images of \(image[3]) x "
                        + "\(image[2]) px have \(shape[2] * shape[3] + 1) tokens")
            }
            let positions = graph.reserve([
                Parameter(
                    "pos_embedding", shape: [1, count, channels], initializer: .normal(std: 0.02))
            ])
            return graph.add(
                .tokens, [patches], reserved: classToken + positions,
                shape: [shape[0], channels, count, 1])
        }
    }
}

/// Self-attention of the tokens `[N, C, T, 1]` with several heads, as PyTorch's
/// `MultiheadAttention`, whose names it has: `in_proj_weight`, `in_proj_bias`, `out_proj`.
package struct SelfAttention: Layer {
    private let channels: Int
    private let heads: Int

    /// - Parameter heads: the number of heads, which divides `channels`.
    package init(_ channels: Int, heads: Int) {
        precondition(channels % heads == 0, "\(heads) heads do not divide \(channels) channels")
        self.channels = channels
        self.heads = heads
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let projection = PixelLinear(
            channels, 3 * channels, start: .xavierUniformWithoutBias, prefix: "in_proj_")
        let projected = try projection.add(to: &graph, after: input)
        let attention = graph.add(
            .attention(heads: heads), [projected], shape: graph.shape(of: input))
        return try graph.scope("out_proj") { (graph) throws(ShapeError) in
            try PixelLinear(channels, channels, start: .torchWithoutBias)
                .add(to: &graph, after: attention)
        }
    }
}

/// The class token of tokens, from `[N, C, T, 1]` to `[N, C]`.
package struct ClassToken: Layer {
    /// Creates the layer, which has no settings.
    package init() {}

    package func add(to graph: inout Graph, after input: Int) -> Int {
        let shape = graph.shape(of: input)
        return graph.add(.classToken, [input], shape: [shape[0], shape[1]])
    }
}
