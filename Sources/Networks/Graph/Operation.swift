/// An operation of a graph. Images are `[N, C, H, W]`, features `[N, F]`.
package enum Operation: Sendable, Hashable {
    /// The batch.
    case input
    /// A convolution: `y[n, o, i, j] = b[o] + sum(w[o, c, u, v] * x[n, c, i * stride + u - padding,
    /// ...])`. Parameters: weight `[O, C, KH, KW]`, and optionally bias `[O]`.
    case convolution(Window)
    /// A linear layer: `y = x w' + b`. Parameters: weight `[O, F]`, bias `[O]`.
    case linear
    /// The rectified linear unit: `max(x, 0)`.
    case relu
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
    /// The sum of two tensors with the same shape.
    case add
    /// The concatenation of tensors along the channels.
    case concatenate
    /// The mean of each window; padding counts as zeros.
    case averagePool(Window)

    /// The name that plans and messages use.
    package var name: String {
        switch self {
        case .input: "input"
        case .convolution: "convolution"
        case .linear: "linear"
        case .relu: "relu"
        case .maxPool: "max pool"
        case .adaptiveAveragePool: "adaptive average pool"
        case .dropout: "dropout"
        case .flatten: "flatten"
        case .batchNorm: "batch norm"
        case .add: "add"
        case .concatenate: "concatenate"
        case .averagePool: "average pool"
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

    /// A window of `size` x `size` pixels.
    package init(size: Int, stride: Int = 1, padding: Int = 0) {
        self.size = size
        self.stride = stride
        self.padding = padding
    }

    /// The number of windows along an axis of `extent` pixels; 0 if the padded extent is smaller
    /// than the window.
    package func outputExtent(_ extent: Int) -> Int {
        let space = extent + 2 * padding - size
        return space < 0 ? 0 : space / stride + 1
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
