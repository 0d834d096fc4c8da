internal import Networks
import Networks
internal import Tensors

/// The weight and bias of a convolution with the following batch norm folded in: with `s = weight /
/// sqrt(variance + epsilon)`, `w' = s w` and `b' = s (b - mean) + bias`.
final class FoldedConvolution: DerivedWeights {
    /// The folded weight, in the layout of the kernel.
    let weights: Allocation
    let bias: Allocation
    private let layout: Layout
    private let weight: ParameterStore.Entry
    private let ownBias: ParameterStore.Entry?
    /// Weight, bias, running mean and running variance.
    private let norm: [ParameterStore.Entry]
    private let epsilon: Double
    private let groups: ConvolutionGroups

    init(
        weight: ParameterStore.Entry, bias: ParameterStore.Entry?, norm: [ParameterStore.Entry],
        _ settings: BatchNorm, groups: ConvolutionGroups, layout: Layout
    ) throws(EngineError) {
        self.groups = groups
        self.weight = weight
        ownBias = bias
        self.norm = norm
        self.layout = layout
        epsilon = settings.epsilon
        weights = try Allocation(bytes: layout.bytes)
        self.bias = try Allocation(bytes: weight.parameter.shape[0] * MemoryLayout<Float>.stride)
    }

    var bytes: Int { weights.bytes + bias.bytes }

    func update(in store: ParameterStore) throws(EngineError) {
        var values: [[Float]] = []
        for entry in norm { values.append(try store.tensor(entry.memory, of: entry).values) }
        let own = try ownBias.map { (entry) throws(EngineError) in
            try store.tensor(entry.memory, of: entry).values
        }
        var tensor = try store.tensor(weight.memory, of: weight)
        let (channels, row) = (tensor.shape[0], tensor.count / tensor.shape[0])
        let shift = bias.pointer.assumingMemoryBound(to: Float.self)
        tensor.withUnsafeMutableValues { weights in
            for channel in 0..<channels {
                let scale =
                    Double(values[0][channel])
                    / (Double(values[3][channel]) + epsilon)
                    .squareRoot()
                let mean = Double(own?[channel] ?? 0) - Double(values[2][channel])
                shift[channel] = Float(scale * mean + Double(values[1][channel]))
                for index in channel * row..<(channel + 1) * row { weights[index] *= Float(scale) }
            }
        }
        try store.write(groups.merged(tensor), to: weights, layout)
    }
}
