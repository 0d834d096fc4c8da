import Tensors

/// A max pooling with square windows.
package struct MaxPool2D: Layer {
    /// The size, stride and padding of the windows, in pixels.
    package let window: Window

    /// Windows of `size` x `size` pixels. With `coversEnd`, a last window that extends beyond the
    /// image is kept, as with PyTorch's `ceil_mode`.
    package init(_ size: Int, stride: Int, padding: Int = 0, coversEnd: Bool = false) {
        window = Window(size: size, stride: stride, padding: padding, coversEnd: coversEnd)
    }

    /// Adds the pooling of `[N, C, H, W]` to `[N, C, H', W']`, where
    /// `H' = floor((H + 2 * padding - size) / stride) + 1` and W' follows from W in the same way;
    /// with `coversEnd` the quotient is rounded up. Padding is never the maximum.
    /// - Returns: the index of the output node.
    /// - Throws: `ShapeError` if no window fits the padded image.
    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        try graph.addPool(.maxPool(window), window, after: input)
    }
}

/// An average pooling with square windows.
package struct AvgPool2D: Layer {
    /// The size, stride and padding of the windows, in pixels.
    package let window: Window

    /// Windows of `size` x `size` pixels.
    package init(_ size: Int, stride: Int, padding: Int = 0) {
        window = Window(size: size, stride: stride, padding: padding)
    }

    /// Adds the pooling of `[N, C, H, W]` to `[N, C, H', W']`, where
    /// `H' = floor((H + 2 * padding - size) / stride) + 1` and W' follows from W in the same way.
    /// Padding counts as zeros.
    /// - Returns: the index of the output node.
    /// - Throws: `ShapeError` if no window fits the padded image.
    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        try graph.addPool(.averagePool(window), window, after: input)
    }
}

/// An adaptive average pooling: the means of `size` x `size` windows that cover an image of any
/// size.
package struct AdaptiveAvgPool2D: Layer {
    /// The height and the width of the output, in pixels.
    package let size: Int

    /// Creates a layer whose output is `size` x `size` pixels.
    package init(_ size: Int) { self.size = size }

    /// Adds the pooling of `[N, C, H, W]` to `[N, C, size, size]`, with PyTorch's windows; an
    /// input of that size gets no operation.
    /// - Returns: the index of the output node.
    package func add(to graph: inout Graph, after input: Int) -> Int {
        let shape = graph.shape(of: input)
        if shape[2] == size, shape[3] == size { return input }
        return graph.add(
            .adaptiveAveragePool(height: size, width: size), [input],
            shape: [shape[0], shape[1], size, size])
    }
}

/// A layer that converts `[N, C, H, W]` to `[N, C * H * W]`.
package struct Flatten: Layer {
    /// Creates the layer, which has no settings.
    package init() {}

    /// Adds the operation from `[N, C, H, W]` to `[N, C * H * W]`.
    /// - Returns: the index of the output node.
    package func add(to graph: inout Graph, after input: Int) -> Int {
        let shape = graph.shape(of: input)
        return graph.add(
            .flatten, [input], shape: [shape[0], shape.extents.dropFirst().reduce(1, *)])
    }
}

extension Graph {
    /// Adds a pooling: an operation with one output value for each window of each channel.
    fileprivate mutating func addPool(
        _ operation: Operation, _ window: Window, after input: Int
    ) throws(ShapeError) -> Int {
        let shape = shape(of: input)
        let output = try windowed(shape, window, channels: shape[1])
        return add(operation, [input], shape: output)
    }
}
