import Tensors

/// A two-dimensional convolution with a square kernel: `[N, inChannels, H, W]` to
/// `[N, outChannels, H', W']` with `H' = (H + 2 padding - kernelSize) / stride + 1`.
package struct Conv2D: Layer {
    /// The number of input channels.
    package let inChannels: Int
    /// The number of output channels.
    package let outChannels: Int
    /// The size, stride and padding of the kernel, in pixels.
    package let window: Window
    private let hasBias: Bool
    private let start: Start

    /// The initialization of weight and bias.
    package enum Start: Sendable {
        /// The default of PyTorch's `Conv2d`.
        case torch
        /// Kaiming normal with fan-out, bias zero, as in torchvision's VGG and ResNet.
        case kaimingFanOut
        /// Kaiming normal with fan-in, bias zero, as in torchvision's DenseNet.
        case kaimingFanIn
    }

    /// A convolution with a square kernel; `stride` and `padding` are in pixels.
    package init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0,
        bias: Bool = true, start: Start = .torch
    ) {
        hasBias = bias
        self.start = start
        self.inChannels = inChannels
        self.outChannels = outChannels
        window = Window(size: kernelSize, stride: stride, padding: padding)
    }

    /// A convolution before a batch norm: without a bias, and with a padding that keeps the size of
    /// the image at stride 1.
    static func beforeNorm(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, start: Start
    ) -> Conv2D {
        Conv2D(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride,
            padding: kernelSize / 2, bias: false, start: start)
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 4, shape[1] == inChannels else {
            throw graph.error(
                "a convolution of \(inChannels) channels needs an input of shape "
                    + "[N, \(inChannels), H, W]; got \(shape)"
            )
        }
        let output = try graph.windowed(shape, window, channels: outChannels)
        let weight = Parameter(
            "weight", shape: [outChannels, inChannels, window.size, window.size],
            initializer: initializers.weight)
        let bias = Parameter("bias", shape: [outChannels], initializer: initializers.bias)
        return graph.add(
            .convolution(window), [input], parameters: hasBias ? [weight, bias] : [weight],
            shape: output)
    }

    private var initializers: (weight: Initializer, bias: Initializer) {
        let area = window.size * window.size
        switch start {
        case .torch:
            let uniform = Initializer.torchUniform(fanIn: inChannels * area)
            return (uniform, uniform)
        case .kaimingFanOut: return (.kaimingNormal(fan: outChannels * area), .constant(0))
        case .kaimingFanIn: return (.kaimingNormal(fan: inChannels * area), .constant(0))
        }
    }
}

extension Graph {
    /// The output shape of a window over `shape`, `[N, C, H, W]`.
    /// - Throws: `ShapeError` if no window fits.
    func windowed(_ shape: Shape, _ window: Window, channels: Int) throws(ShapeError) -> Shape {
        let (height, width) = (window.outputExtent(shape[2]), window.outputExtent(shape[3]))
        guard height > 0, width > 0 else {
            throw error(
                "a window of \(window.size) x \(window.size) does not fit an image of "
                    + "\(shape[2]) x \(shape[3]) pixels; use larger images (dataset.crop)")
        }
        return [shape[0], channels, height, width]
    }
}
