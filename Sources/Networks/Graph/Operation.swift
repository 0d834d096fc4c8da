/// What a node of a graph computes. Images are `[N, C, H, W]`, features `[N, F]`.
package enum Operation: Sendable, Hashable {
    /// The batch that a program is given.
    case input
    /// `y[n, o, i, j] = b[o] + sum(w[o, c, u, v] * x[n, c, i * stride + u - padding, ...])`.
    /// Parameters: weight `[O, C, KH, KW]`, and bias `[O]` where there is one.
    case convolution(Window)
    /// `y = x w' + b`. Parameters: weight `[O, F]`, bias `[O]`.
    case linear
    /// `max(x, 0)`
    case relu
    /// The largest value of each window; padding never wins. The first of equal values gets the
    /// gradient.
    case maxPool(Window)
    /// The mean of each of `height` x `width` windows that cover the image evenly: rows
    /// `floor(i * H / height) ..< ceil((i + 1) * H / height)`, as in PyTorch.
    case adaptiveAveragePool(height: Int, width: Int)
    /// Sets each element to zero with probability `rate` while training and scales the others by
    /// `1 / (1 - rate)`; does nothing in inference.
    case dropout(rate: Double)
    /// `[N, C, H, W]` to `[N, C * H * W]`.
    case flatten
    /// `y = weight * (x - mean) / sqrt(variance + epsilon) + bias` for each channel (Ioffe and
    /// Szegedy, 2015). Parameters: weight, bias, running mean and running variance, each `[C]`, and
    /// the number of batches seen.
    case batchNorm(BatchNorm)
    /// The sum of two tensors of one shape.
    case add
    /// Joins tensors along the channels.
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
    package let size: Int
    package let stride: Int
    package let padding: Int

    package init(size: Int, stride: Int = 1, padding: Int = 0) {
        self.size = size
        self.stride = stride
        self.padding = padding
    }

    /// How many windows fit along `extent`; none where the padded extent is smaller than the
    /// window.
    package func outputExtent(_ extent: Int) -> Int {
        let room = extent + 2 * padding - size
        return room < 0 ? 0 : room / stride + 1
    }
}

/// The settings of a batch norm, as in PyTorch.
package struct BatchNorm: Sendable, Hashable {
    /// Added to the variance.
    package let epsilon: Double
    /// The share of a batch's mean and unbiased variance in the running ones:
    /// `r = (1 - m) r + m b`.
    package let momentum: Double

    package init(epsilon: Double = 1e-5, momentum: Double = 0.1) {
        self.epsilon = epsilon
        self.momentum = momentum
    }
}
