import Tensors

/// A two-dimensional convolution with a square kernel: `[N, inChannels, H, W]` to
/// `[N, outChannels, H', W']` with `H' = (H + 2 padding - kernelSize) / stride + 1`. With `groups`,
/// each group of output channels reads its own group of input channels; with as many groups as
/// channels it is a depthwise convolution.
package struct Conv2D: Layer {
    /// The number of input channels.
    package let inChannels: Int
    /// The number of output channels.
    package let outChannels: Int
    /// The size, stride and padding of the kernel, in pixels.
    package let window: Window
    /// The number of groups, which divides both numbers of channels.
    package let groups: Int
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
        /// Kaiming normal with fan-out, bias as in `torch`, as in torchvision's RegNet, where the
        /// convolutions of squeeze-and-excitation have a bias.
        case kaimingFanOutTorchBias
        /// Kaiming uniform with fan-in for layers followed by a ReLU, bias zero, as in
        /// torchvision's SqueezeNet.
        case kaimingUniformFanIn
        /// Normal with mean 0, bias zero.
        case normal(std: Double)
        /// Normal with mean 0, truncated at two units from it, as in torchvision's GoogLeNet;
        /// bias as in `torch`.
        case truncatedNormal(std: Double)
        /// Truncated normal, bias zero, as in torchvision's ConvNeXt.
        case truncatedNormalWithoutBias(std: Double)
    }

    /// A convolution with a square kernel; `stride` and `padding` are in pixels.
    package init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0,
        groups: Int = 1, bias: Bool = true, start: Start = .torch
    ) {
        precondition(
            inChannels % groups == 0 && outChannels % groups == 0,
            "\(groups) groups do not divide \(inChannels) and \(outChannels) channels")
        self.groups = groups
        hasBias = bias
        self.start = start
        self.inChannels = inChannels
        self.outChannels = outChannels
        window = Window(size: kernelSize, stride: stride, padding: padding)
    }

    /// A convolution before a batch norm: without a bias, and with a padding that keeps the size of
    /// the image at stride 1.
    static func beforeNorm(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, groups: Int = 1,
        start: Start
    ) -> Conv2D {
        Conv2D(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride,
            padding: kernelSize / 2, groups: groups, bias: false, start: start)
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
            "weight", shape: [outChannels, inChannels / groups, window.size, window.size],
            initializer: initializers.weight)
        let bias = Parameter("bias", shape: [outChannels], initializer: initializers.bias)
        return graph.add(
            .convolution(window), [input], parameters: hasBias ? [weight, bias] : [weight],
            shape: output)
    }

    private var initializers: (weight: Initializer, bias: Initializer) {
        let area = window.size * window.size
        let fanIn = inChannels / groups * area
        switch start {
        case .torch:
            let uniform = Initializer.torchUniform(fanIn: fanIn)
            return (uniform, uniform)
        case .kaimingFanOut: return (.kaimingNormal(fan: outChannels * area), .constant(0))
        case .kaimingFanOutTorchBias:
            return (.kaimingNormal(fan: outChannels * area), .torchUniform(fanIn: fanIn))
        case .kaimingFanIn: return (.kaimingNormal(fan: fanIn), .constant(0))
        case .kaimingUniformFanIn:
            return (.uniform(bound: (6 / Double(fanIn)).squareRoot()), .constant(0))
        case .normal(let std): return (.normal(std: std), .constant(0))
        case .truncatedNormal(let std):
            return (.truncatedNormal(std: std), .torchUniform(fanIn: fanIn))
        case .truncatedNormalWithoutBias(let std):
            return (.truncatedNormal(std: std), .constant(0))
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
