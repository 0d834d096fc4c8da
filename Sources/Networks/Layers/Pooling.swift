import Tensors

/// The maximum of each square window.
package struct MaxPool2D: Layer {
    package let window: Window

    package init(_ size: Int, stride: Int, padding: Int = 0) {
        window = Window(size: size, stride: stride, padding: padding)
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        let output = try graph.windowed(shape, window, channels: shape[1])
        return graph.add(.maxPool(window), [input], shape: output)
    }
}

/// The mean of each square window.
package struct AvgPool2D: Layer {
    package let window: Window

    package init(_ size: Int, stride: Int, padding: Int = 0) {
        window = Window(size: size, stride: stride, padding: padding)
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        let output = try graph.windowed(shape, window, channels: shape[1])
        return graph.add(.averagePool(window), [input], shape: output)
    }
}

/// The means of `size` x `size` windows that cover an image of any size.
package struct AdaptiveAvgPool2D: Layer {
    package let size: Int

    package init(_ size: Int) { self.size = size }

    package func add(to graph: inout Graph, after input: Int) -> Int {
        let shape = graph.shape(of: input)
        if shape[2] == size, shape[3] == size { return input }
        return graph.add(
            .adaptiveAveragePool(height: size, width: size), [input],
            shape: [shape[0], shape[1], size, size])
    }
}

/// `[N, C, H, W]` to `[N, C * H * W]`.
package struct Flatten: Layer {
    package init() {}

    package func add(to graph: inout Graph, after input: Int) -> Int {
        let shape = graph.shape(of: input)
        return graph.add(
            .flatten, [input], shape: [shape[0], shape.extents.dropFirst().reduce(1, *)])
    }
}
