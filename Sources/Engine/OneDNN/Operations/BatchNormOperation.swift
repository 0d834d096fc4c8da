internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The tensors of a batch norm's forward pass that its backward pass reads.
struct CompiledNorm {
    /// The parts of the input, in the layout that the kernels read.
    let parts: [Value]
    /// The layout of each part as blocks of channels.
    let blocked: [BlockedLayout]
    let layout: Layout
    /// `weight / sqrt(variance + epsilon)` and `bias - mean * scale`, `[C]` over all parts.
    let scale: Value
    let shift: Value
}

/// Mean and variance of each channel of a node's output over the batch, `[C]`.
struct CompiledStatistics {
    let mean: Value
    let variance: Value
}

/// The tensors shared by all batch norms that read the output of a node.
final class NormInput {
    /// The output, in the layout that batch norms read.
    var value: Value?
    /// The output's statistics over the batch.
    var statistics: CompiledStatistics?
    /// The gradient with respect to the output while batch norms add terms to it: one for each
    /// layout that they read.
    var deferred: [DeferredGradient] = []
}

/// A batch norm, with a following sum and activation in the same pass.
final class BatchNormOperation: ParameterizedOperation {
    unowned let compilation: Compilation
    let index: Int
    let settings: BatchNorm
    var pendingUpdates: [PendingUpdate] = []
    /// Weight, bias, running mean, running variance and the number of batches, set by the forward
    /// pass.
    private(set) var parameters: [CompiledParameter] = []
    /// Set by the forward pass.
    private(set) var norm: CompiledNorm?
    /// The statistics of each part over the batch; empty in inference.
    private(set) var statistics: [CompiledStatistics] = []
    /// The output that was recomputed for the backward pass.
    private var recomputed: Value?

    init(_ settings: BatchNorm, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.settings = settings
    }

    /// Adds the forward pass. The statistics of a part are computed once for all batch norms that
    /// read it.
    func addForward() throws(EngineError) {
        let channels = try Layout.plain([node.shape[1]])
        parameters = try node.parameters.indices.map { (position) throws(EngineError) in
            try addParameter(position, .plain(graph.parameters[node.parameters[position]].shape))
        }
        let norm = try compiledNorm(scale: value(channels), shift: value(channels))
        self.norm = norm
        if isTraining {
            for (part, input) in node.inputs.enumerated() {
                statistics.append(try statistics(of: input, norm.parts[part], norm.blocked[part]))
            }
            addTrainingScale(norm)
        } else {
            addInferenceScale(norm)
        }
        let addend = try node.addend.map { (addend) throws(EngineError) in
            try converted(compilation.output(addend), to: norm.layout, .forward)
        }
        setOutput(addNormalization(norm, addend: addend, .forward))
    }

    /// The output for the backward passes of its readers. It is recomputed instead of being kept,
    /// except for batch norms with several parts or an addend, which would read too much memory.
    func outputForBackward() -> Value {
        guard let norm, norm.parts.count == 1, node.addend == nil else { return output }
        if let recomputed { return recomputed }
        let value = addNormalization(norm, addend: nil, .backwardWeights)
        recomputed = value
        return value
    }

    private func compiledNorm(scale: Value, shift: Value) throws(EngineError) -> CompiledNorm {
        let lanes = lanes
        var parts: [Value] = []
        for input in node.inputs {
            let shared = compilation.normInputs[input]
            let source = compilation.output(input)
            let layout = try Layout(source.layout.shape, lanes: lanes, elementType)
            if let known = shared.value, known.layout == layout {
                parts.append(known)
            } else {
                let part = try converted(source, to: layout, .forward)
                shared.value = part
                parts.append(part)
            }
        }
        return CompiledNorm(
            parts: parts,
            blocked: parts.map {
                let shape = $0.layout.shape
                return BlockedLayout(
                    images: shape[0], channels: shape[1], lanes: lanes, pixels: shape[2] * shape[3])
            },
            layout: try Layout(node.shape, lanes: lanes, elementType), scale: scale, shift: shift)
    }

    /// The number of contiguous channels: that of the first part if all parts allow it, otherwise
    /// 1. The last block of a single part may be padded: the kernels keep its zeros.
    private var lanes: Int {
        let channels = node.inputs.map { compilation.output($0).layout.shape[1] }
        let name = input(0).layout.name
        if channels.count == 1, name == "nChw8c" { return 8 }
        if channels.count == 1, name == "nChw16c" { return 16 }
        let preferred = name == "nChw8c" ? 8 : 16
        return channels.allSatisfy { $0 % preferred == 0 } ? preferred : 1
    }

    private func statistics(
        of input: Int, _ part: Value, _ blocked: BlockedLayout
    ) throws(EngineError) -> CompiledStatistics {
        let shared = compilation.normInputs[input]
        if let known = shared.statistics { return known }
        let channels = try Layout.plain([blocked.channels])
        let result = CompiledStatistics(mean: value(channels), variance: value(channels))
        let kernel = BatchStatistics(layout: blocked, threads: options.threads)
        let scratch = try value(.plain([kernel.scratchCount]))
        let state = state
        call(
            operation: "statistics", .forward, layouts: part.layout.name,
            [part, scratch, result.mean, result.variance]
        ) { binding in
            let (x, scratch) = (binding.tensor(part), binding.pointer(scratch))
            let (mean, variance) = (
                binding.pointer(result.mean), binding.pointer(result.variance)
            )
            return {
                kernel.compute(
                    x, count: state.count, scratch: scratch, mean: mean, variance: variance)
            }
        }
        shared.statistics = result
        return result
    }

    /// Adds the computation of scale and shift from the batch, and the update of the running
    /// statistics.
    private func addTrainingScale(_ norm: CompiledNorm) {
        let (settings, statistics, blocked, state) = (settings, statistics, norm.blocked, state)
        let parameters = parameters.map(\.value)
        let values =
            statistics.flatMap { [$0.mean, $0.variance] } + parameters + [norm.scale, norm.shift]
        call(operation: "running statistics", .forward, layouts: "c", values) { binding in
            let sources = statistics.map {
                (mean: binding.pointer($0.mean), variance: binding.pointer($0.variance))
            }
            let pointers = parameters.map { binding.pointer($0) }
            let (scale, shift) = (binding.pointer(norm.scale), binding.pointer(norm.shift))
            return {
                var first = 0
                for (blocked, source) in zip(blocked, sources) {
                    let kernel = NormConstants(
                        settings: settings, parameters: pointers, first: first,
                        count: blocked.channels)
                    kernel.scale(source.mean, source.variance, scale, shift)
                    kernel.updateRunningStatistics(
                        source.mean, source.variance, samples: state.count * blocked.pixels)
                    first += blocked.channels
                }
                pointers[4].pointee += 1
            }
        }
    }

    /// Adds the computation of scale and shift from the running statistics.
    private func addInferenceScale(_ norm: CompiledNorm) {
        let (settings, channels) = (settings, node.shape[1])
        let parameters = parameters.map(\.value)
        call(
            operation: "running statistics", .forward, layouts: "c",
            parameters + [norm.scale, norm.shift]
        ) { binding in
            let pointers = parameters.map { binding.pointer($0) }
            let kernel = NormConstants(
                settings: settings, parameters: pointers, first: 0, count: channels)
            let (scale, shift) = (binding.pointer(norm.scale), binding.pointer(norm.shift))
            return { kernel.scale(pointers[2], pointers[3], scale, shift) }
        }
    }

    private func addNormalization(
        _ norm: CompiledNorm, addend: Value?, _ pass: Plan.Pass
    ) -> Value {
        let target = value(norm.layout)
        let kernel = NormalizeKernel(
            parts: norm.blocked, activation: node.activation, threads: options.threads)
        let values = norm.parts + [norm.scale, norm.shift, target] + (addend.map { [$0] } ?? [])
        call(pass, layouts: norm.layout.name, values) { binding in
            let x = norm.parts.map { binding.tensor($0) }
            let (scale, shift) = (binding.pointer(norm.scale), binding.pointer(norm.shift))
            let addend = addend.map { binding.tensor($0) }
            let y = binding.tensor(target)
            return { kernel.run(x, addend: addend, scale: scale, shift: shift, y) }
        }
        return target
    }
}
