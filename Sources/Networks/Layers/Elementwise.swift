import Tensors

/// Rectified linear unit, `max(x, 0)`.
package struct ReLU: Layer {
    package init() {}

    package func add(to graph: inout Graph, after input: Int) -> Int {
        graph.add(.relu, [input], shape: graph.shape(of: input))
    }
}

/// Dropout (Srivastava et al., 2014), inverted as in PyTorch: what is kept is scaled by
/// `1 / (1 - rate)`.
package struct Dropout: Layer {
    package let rate: Double

    package init(_ rate: Double) { self.rate = rate }

    package func add(to graph: inout Graph, after input: Int) -> Int {
        if rate == 0 { return input }
        return graph.add(.dropout(rate: rate), [input], shape: graph.shape(of: input))
    }
}
