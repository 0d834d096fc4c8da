import Tensors

/// A linear layer, from `[N, inFeatures]` to `[N, outFeatures]`.
package struct Linear: Layer {
    /// The number of input features.
    package let inFeatures: Int
    /// The number of output features.
    package let outFeatures: Int

    private let start: Start

    /// The initialization of weight and bias.
    package enum Start: Sendable {
        /// The default of PyTorch's `Linear`.
        case torch
        /// PyTorch's default for the weight, a bias of zero.
        case torchWithoutBias
        /// Normal weights with mean 0, a bias of zero.
        case normal(std: Double)
        /// Uniform weights in `[-bound, bound)`, a bias of zero.
        case uniform(bound: Double)
        /// Normal weights with mean 0, truncated at two units from it; the bias as in `torch`.
        case truncatedNormal(std: Double)
    }

    /// A linear layer with a bias.
    package init(_ inFeatures: Int, _ outFeatures: Int, start: Start = .torch) {
        self.start = start
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 2, shape[1] == inFeatures else {
            throw graph.error(
                "a linear layer of \(inFeatures) features needs an input of shape [N, \(inFeatures)]; "
                    + "got \(shape)")
        }
        let torch = Initializer.torchUniform(fanIn: inFeatures)
        let (weight, bias): (Initializer, Initializer) =
            switch start {
            case .torch: (torch, torch)
            case .torchWithoutBias: (torch, .constant(0))
            case .normal(let std): (.normal(std: std), .constant(0))
            case .uniform(let bound): (.uniform(bound: bound), .constant(0))
            case .truncatedNormal(let std): (.truncatedNormal(std: std), torch)
            }
        return graph.add(
            .linear, [input],
            parameters: [
                Parameter("weight", shape: [outFeatures, inFeatures], initializer: weight),
                Parameter("bias", shape: [outFeatures], initializer: bias),
            ], shape: [shape[0], outFeatures])
    }
}
