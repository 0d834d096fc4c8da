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
        /// Uniform weights in `[-bound, bound)` with `bound = sqrt(6 / (inFeatures + outFeatures))`
        /// (Glorot and Bengio, 2010), and a normal bias with mean 0.
        case xavierUniform(biasStd: Double)
        /// The weights of `xavierUniform`, a bias of zero.
        case xavierUniformWithoutBias
        /// Weight and bias of zero.
        case zero
        /// Truncated normal weights, a bias of zero.
        case truncatedNormalWithoutBias(std: Double)

        /// The distributions of weight and bias.
        func initializers(fanIn: Int, fanOut: Int)
            -> (weight: Initializer, bias: Initializer)
        {
            let torch = Initializer.torchUniform(fanIn: fanIn)
            let xavier = Initializer.uniform(bound: (6 / Double(fanIn + fanOut)).squareRoot())
            return switch self {
            case .torch: (torch, torch)
            case .torchWithoutBias: (torch, .constant(0))
            case .normal(let std): (.normal(std: std), .constant(0))
            case .xavierUniform(let std): (xavier, .normal(std: std))
            case .xavierUniformWithoutBias: (xavier, .constant(0))
            case .zero: (.constant(0), .constant(0))
            case .uniform(let bound): (.uniform(bound: bound), .constant(0))
            case .truncatedNormal(let std): (.truncatedNormal(std: std), torch)
            case .truncatedNormalWithoutBias(let std):
                (.truncatedNormal(std: std), .constant(0))
            }
        }
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
        return graph.add(
            .linear, [input],
            parameters: start.parameters(inFeatures, outFeatures),
            shape: [shape[0], outFeatures])
    }
}

extension Linear.Start {
    /// The weight and the bias of a linear layer.
    func parameters(
        _ inFeatures: Int, _ outFeatures: Int, prefix: String = ""
    ) -> [Parameter] {
        let (weight, bias) = initializers(fanIn: inFeatures, fanOut: outFeatures)
        return [
            Parameter(
                "\(prefix)weight", shape: [outFeatures, inFeatures], initializer: weight),
            Parameter("\(prefix)bias", shape: [outFeatures], initializer: bias),
        ]
    }
}
