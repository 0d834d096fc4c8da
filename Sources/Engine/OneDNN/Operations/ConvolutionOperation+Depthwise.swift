internal import Networks
internal import Tensors

extension ConvolutionOperation {
    /// Adds the pass with respect to weight and bias of a depthwise convolution by the engine's own
    /// kernel: oneDNN 2.6 has a fast one for 3x3 windows alone.
    /// - Returns: false if the kernel does not support the layouts.
    func addDepthwiseWeightGradient(_ incoming: Value) throws(EngineError) -> Bool {
        let input = inputForBackward(0)
        let lanes = ["nChw16c": 16, "nChw8c": 8][output.layout.name] ?? 1
        guard lanes > 1 else { return false }
        let source = try converted(
            input, to: Layout(input.layout.shape, lanes: lanes, elementType), .backwardWeights)
        let incoming = try converted(
            incoming, to: Layout(node.shape, lanes: lanes, elementType), .backwardWeights)
        let kernel = DepthwiseWeightGradient(
            source: source.layout.shape, target: node.shape, window: window, lanes: lanes,
            threads: options.threads)
        let scratch = try value(.plain([kernel.scratchCount]))
        let gradient = try value(.plain(groups.kernelShape))
        let biasGradient = bias == nil ? nil : value(try .plain([node.shape[1]]))
        let state = state
        call(
            operation: node.operation.name, .backwardWeights,
            layouts: "\(source.layout.name), \(incoming.layout.name) -> "
                + gradient.layout.weightName,
            [source, incoming, scratch, gradient] + (biasGradient.map { [$0] } ?? [])
        ) { binding in
            let (x, dy) = (binding.tensor(source), binding.tensor(incoming))
            let (scratch, dw) = (binding.pointer(scratch), binding.pointer(gradient))
            let db = biasGradient.map { binding.pointer($0) }
            return { kernel.run(x, dy, count: state.count, scratch: scratch, dw, db) }
        }
        try setGradient(of: compiledWeight, gradient)
        if let biasGradient, let bias { try setGradient(of: bias, biasGradient) }
        return true
    }
}
