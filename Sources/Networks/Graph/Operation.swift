/// An operation of a graph. Images are `[N, C, H, W]`, features `[N, F]`.
package enum Operation: Sendable, Hashable {
    /// The batch.
    case input
    /// A convolution: `y[n, o, i, j] = b[o] + sum(w[o, c, u, v] * x[n, c, i * stride + u - padding,
    /// ...])`. Parameters: weight `[O, C, KH, KW]`, and optionally bias `[O]`. With a weight of
    /// `[O, C / G, KH, KW]` it is a grouped convolution: each of `G` groups of output channels
    /// reads its own group of input channels. A 1x1 convolution with a weight of `[O, C]` is a
    /// linear layer for each pixel.
    case convolution(Window)
    /// A linear layer: `y = x w' + b`. Parameters: weight `[O, F]`, bias `[O]`.
    case linear
    /// A function of each element, such as a ReLU.
    case activation(Activation)
    /// The largest value of each window, without padding. The first of several equal values gets
    /// the gradient.
    case maxPool(Window)
    /// The means of `height` x `width` windows that cover the image evenly: rows `floor(i * H /
    /// height) ..< ceil((i + 1) * H / height)`, as in PyTorch.
    case adaptiveAveragePool(height: Int, width: Int)
    /// Sets each element to zero with probability `rate` while training and scales the others by
    /// `1 / (1 - rate)`; does nothing in inference.
    case dropout(rate: Double)
    /// The conversion of `[N, C, H, W]` to `[N, C * H * W]`.
    case flatten
    /// Batch norm: `y = weight * (x - mean) / sqrt(variance + epsilon) + bias` for each channel
    /// (Ioffe and Szegedy, 2015). Parameters: weight, bias, running mean and running variance, each
    /// `[C]`, and the number of batches seen.
    case batchNorm(BatchNorm)
    /// Layer norm over the channels of each pixel of `[N, C, H, W]`, or over the features of
    /// `[N, F]`: `y = weight * (x - mean) / sqrt(variance + epsilon) + bias` with the statistics of
    /// the pixel (Ba et al., 2016). Parameters: weight and bias, each `[C]`.
    case layerNorm(epsilon: Double)
    /// The product of `[N, C, H, W]` and a learned factor for each channel (Touvron et al., 2021,
    /// "Going Deeper with Image Transformers"). Parameter: the factors, `[C, 1, 1]`.
    case layerScale
    /// The conversion of patches `[N, C, H, W]` to tokens `[N, C, T, 1]` with `T = H * W + 1`: the
    /// class token, then the patches row by row, each plus its position embedding. Parameters: the
    /// class token, `[1, 1, C]`, and the position embedding, `[1, T, C]`.
    case tokens
    /// Self-attention with several heads, from queries, keys and values `[N, 3 * C, T, 1]` to `[N,
    /// C, T, 1]`: `softmax(q k' / sqrt(C / heads)) v` for each head (Vaswani et al., 2017).
    case attention(heads: Int)
    /// The first of the tokens `[N, C, T, 1]`, as `[N, C]`.
    case classToken
    /// The sum of two tensors with the same shape.
    case add
    /// The concatenation of tensors along the channels.
    case concatenate
    /// The mean of each window; padding counts as zeros.
    case averagePool(Window)
    /// The product of feature maps `[N, C, H, W]` and a factor for each channel of each image,
    /// `[N, C, 1, 1]`, as in squeeze-and-excitation.
    case scale
    /// Sets all elements of an image to zero with probability `rate` while training and scales the
    /// other images by `1 / (1 - rate)`; does nothing in inference (Huang et al., 2016, "Deep
    /// Networks with Stochastic Depth"; torchvision's mode `row`).
    case stochasticDepth(rate: Double)
    /// The channels of a range.
    case slice(Range<Int>)
    /// The channels in the order in which `groups` equal groups of them are interleaved: channel
    /// `c` moves to `c % (C / groups) * groups + c / (C / groups)` (Zhang et al., 2017,
    /// "ShuffleNet").
    case shuffle(groups: Int)

    /// True for an operation that draws random numbers while training, and does nothing in
    /// inference.
    package var isRandom: Bool {
        switch self {
        case .dropout, .stochasticDepth: true
        default: false
        }
    }

    /// The name that plans and messages use.
    package var name: String {
        switch self {
        case .input: "input"
        case .convolution: "convolution"
        case .linear: "linear"
        case .activation(let activation): activation.rawValue
        case .maxPool: "max pool"
        case .adaptiveAveragePool: "adaptive average pool"
        case .dropout: "dropout"
        case .flatten: "flatten"
        case .batchNorm: "batch norm"
        case .layerNorm: "layer norm"
        case .layerScale: "layer scale"
        case .tokens: "tokens"
        case .attention: "attention"
        case .classToken: "class token"
        case .add: "add"
        case .concatenate: "concatenate"
        case .averagePool: "average pool"
        case .scale: "scale"
        case .stochasticDepth: "stochastic depth"
        case .slice: "slice"
        case .shuffle: "shuffle"
        }
    }
}

/// The square window of a convolution or pooling.
package struct Window: Sendable, Hashable {
    /// The width and the height, in pixels.
    package let size: Int
    /// The distance between neighboring windows, in pixels.
    package let stride: Int
    /// The width of the padding on each side, in pixels.
    package let padding: Int
    /// True if a last window that extends beyond the padded image is kept, as with PyTorch's
    /// `ceil_mode`; it must begin inside the image or its padding before the first pixel.
    package let coversEnd: Bool

    /// A window of `size` x `size` pixels.
    package init(size: Int, stride: Int = 1, padding: Int = 0, coversEnd: Bool = false) {
        self.size = size
        self.stride = stride
        self.padding = padding
        self.coversEnd = coversEnd
    }

    /// The number of windows along an axis of `extent` pixels; 0 if the padded extent is smaller
    /// than the window.
    package func outputExtent(_ extent: Int) -> Int {
        let space = extent + 2 * padding - size
        guard space >= 0 else { return 0 }
        let count = (space + (coversEnd ? stride - 1 : 0)) / stride + 1
        return (count - 1) * stride < extent + padding ? count : count - 1
    }

    /// The width of the padding after the last pixel of an axis of `extent` pixels that the windows
    /// read: `padding`, or more with `coversEnd`.
    package func paddingAtEnd(_ extent: Int) -> Int {
        coversEnd
            ? max(0, (outputExtent(extent) - 1) * stride + size - extent - padding) : padding
    }
}

/// The settings of a batch norm, as in PyTorch.
package struct BatchNorm: Sendable, Hashable {
    /// The number that is added to the variance.
    package let epsilon: Double
    /// The weight of a batch's mean and unbiased variance in the running statistics: `r = (1 - m) r
    /// + m b`.
    package let momentum: Double

    /// Settings with PyTorch's defaults.
    package init(epsilon: Double = 1e-5, momentum: Double = 0.1) {
        self.epsilon = epsilon
        self.momentum = momentum
    }
}
