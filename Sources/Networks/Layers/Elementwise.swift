import Tensors

/// Inverted dropout (Srivastava et al., 2014), as in PyTorch: elements that are kept are scaled by
/// `1 / (1 - rate)` during training.
package struct Dropout: Layer {
    /// The probability with which an element is dropped, in [0, 1).
    package let rate: Double

    /// A dropout with the probability `rate`, in [0, 1); with rate 0 it adds no operation.
    package init(_ rate: Double) { self.rate = rate }

    package func add(to graph: inout Graph, after input: Int) -> Int {
        if rate == 0 { return input }
        return graph.add(.dropout(rate: rate), [input], shape: graph.shape(of: input))
    }
}

/// Stochastic depth (Huang et al., 2016): while training, the whole output for an image is dropped
/// with a probability; images that are kept are scaled by `1 / (1 - rate)`.
package struct StochasticDepth: Layer {
    /// The probability with which an image is dropped, in [0, 1).
    package let rate: Double

    /// A stochastic depth with the probability `rate`, in [0, 1); with rate 0 it adds no operation.
    package init(_ rate: Double) { self.rate = rate }

    package func add(to graph: inout Graph, after input: Int) -> Int {
        if rate == 0 { return input }
        return graph.add(.stochasticDepth(rate: rate), [input], shape: graph.shape(of: input))
    }
}
