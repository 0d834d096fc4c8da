import Tensors

/// A two-dimensional convolution with a square kernel: `[N, inChannels, H, W]` to
/// `[N, outChannels, H', W']` with `H' = (H + 2 padding - kernelSize) / stride + 1`.
package struct Conv2D: Layer {
    package let inChannels: Int
    package let outChannels: Int
    package let window: Window
    private let hasBias: Bool
    private let start: Start

    /// How the weights start.
    package enum Start: Sendable {
        /// As PyTorch's `Conv2d` by itself.
        case torch
        /// Kaiming normal by the outgoing connections, bias zero, as torchvision's VGG and ResNet.
        case kaimingFanOut
        /// Kaiming normal by the incoming connections, bias zero, as torchvision's DenseNet.
        case kaimingFanIn
    }

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

    /// A convolution that a batch norm follows, so without a bias, and that keeps the image's size
    /// but for its stride.
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
                "a convolution of \(inChannels) channels takes [N, \(inChannels), H, W]; got \(shape)"
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
    /// The shape that a window leaves of `shape`, `[N, C, H, W]`.
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
