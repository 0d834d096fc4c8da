import Tensors

/// The maximum of each square window.
package struct MaxPool2D: Layer {
    package let window: Window

    /// Windows of `size` x `size` pixels.
    package init(_ size: Int, stride: Int, padding: Int = 0) {
        window = Window(size: size, stride: stride, padding: padding)
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        try graph.addPool(.maxPool(window), window, after: input)
    }
}

/// The mean of each square window.
package struct AvgPool2D: Layer {
    package let window: Window

    /// Windows of `size` x `size` pixels.
    package init(_ size: Int, stride: Int, padding: Int = 0) {
        window = Window(size: size, stride: stride, padding: padding)
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        try graph.addPool(.averagePool(window), window, after: input)
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

extension Graph {
    /// Adds what takes one value of each window of each channel.
    fileprivate mutating func addPool(
        _ operation: Operation, _ window: Window, after input: Int
    ) throws(ShapeError) -> Int {
        let shape = shape(of: input)
        let output = try windowed(shape, window, channels: shape[1])
        return add(operation, [input], shape: output)
    }
}
