import Tensors

/// A two-dimensional convolution with a square kernel: `[N, inChannels, H, W]` to `[N, outChannels, H', W']`
/// with `H' = (H + 2 padding - kernelSize) / stride + 1`. Starts as PyTorch's `Conv2d` does.
package struct Conv2D: Layer {
    package let inChannels: Int
    package let outChannels: Int
    package let window: Window

    package init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0
    ) {
        self.inChannels = inChannels
        self.outChannels = outChannels
        window = Window(size: kernelSize, stride: stride, padding: padding)
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 4, shape[1] == inChannels else {
            throw graph.error(
                "a convolution of \(inChannels) channels takes [N, \(inChannels), H, W]; got \(shape)"
            )
        }
        let output = try graph.windowed(shape, window, channels: outChannels)
        let fanIn = inChannels * window.size * window.size
        return graph.add(
            .convolution(window), [input],
            parameters: [
                Parameter(
                    "weight", shape: [outChannels, inChannels, window.size, window.size],
                    initializer: .torchUniform(fanIn: fanIn)),
                Parameter("bias", shape: [outChannels], initializer: .torchUniform(fanIn: fanIn)),
            ], shape: output)
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
