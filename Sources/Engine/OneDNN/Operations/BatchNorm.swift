internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// What the compilation of a batch norm leaves for its backward pass.
struct CompiledNorm {
    /// The input's parts, in the layout that the kernels read.
    let parts: [Value]
    let planes: [Planes]
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

extension Compilation {
    /// Adds a batch norm, with a sum and a ReLU in the same pass where they follow. Statistics of a part are
    /// computed once, however many batch norms read it.
    func addBatchNorm(_ settings: BatchNorm, at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let channels = try Layout.plain([node.shape[1]])
        let parameters = try node.parameters.map { (parameter) throws(EngineError) in
            try addParameter(parameter, .plain(graph.parameters[parameter].shape))
        }
        let norm = try compiledNorm(node, scale: value(channels), shift: value(channels))
        norms[index] = norm
        if isTraining {
            var batch: [CompiledStatistics] = []
            for (part, input) in node.inputs.enumerated() {
                batch.append(
                    try statistics(of: input, norm.parts[part], norm.planes[part], node))
            }
            addTrainingScale(settings, node, norm, batch, parameters)
        } else {
            addInferenceScale(settings, node, norm, parameters)
        }
        let addend = try node.addend.map { (addend) throws(EngineError) in
            try converted(output(addend), to: norm.layout, node, .forward)
        }
        outputs[index] = addNormalization(node, norm, addend: addend, .forward)
    }

    /// The output of a node as its readers' backward passes need it. Batch norms are computed again instead of being
    /// kept, but for those of several parts or with an addend, where that takes too much reading.
    func outputForBackward(_ index: Int) -> Value {
        guard let norm = norms[index], norm.parts.count == 1, fused.nodes[index].addend == nil
        else { return output(index) }
        if let value = recomputed[index] { return value }
        let value = addNormalization(fused.nodes[index], norm, addend: nil, .backwardWeights)
        recomputed[index] = value
        return value
    }

    private func compiledNorm(_ node: FusedGraph.Node, scale: Value, shift: Value)
        throws(EngineError) -> CompiledNorm
    {
        let lanes = lanes(of: node)
        var parts: [Value] = []
        for input in node.inputs {
            let layout = try Layout(output(input).layout.shape, lanes: lanes)
            if let known = normInputs[input], known.layout == layout {
                parts.append(known)
            } else {
                let part = try converted(output(input), to: layout, node, .forward)
                normInputs[input] = part
                parts.append(part)
            }
        }
        return CompiledNorm(
            parts: parts,
            planes: parts.map {
                let shape = $0.layout.shape
                return Planes(
                    images: shape[0], channels: shape[1], lanes: lanes, pixels: shape[2] * shape[3])
            },
            layout: try Layout(node.shape, lanes: lanes), scale: scale, shift: shift)
    }

    /// How many channels lie side by side: as in the first part where all parts allow it, else one.
    private func lanes(of node: FusedGraph.Node) -> Int {
        let channels = node.inputs.map { output($0).layout.shape[1] }
        let first = output(node.inputs[0]).layout.name
        let preferred = first == "nChw8c" ? 8 : 16
        return channels.allSatisfy { $0 % preferred == 0 } ? preferred : 1
    }

    private func statistics(
        of input: Int, _ part: Value, _ planes: Planes, _ node: FusedGraph.Node
    ) throws(EngineError) -> CompiledStatistics {
        if let known = statistics[input] { return known }
        let channels = try Layout.plain([planes.channels])
        let result = CompiledStatistics(mean: value(channels), variance: value(channels))
        let kernel = BatchStatistics(planes: planes, threads: options.threads)
        let scratch = try value(.plain([kernel.scratchCount]))
        let state = state
        call(
            node, operation: "statistics", .forward, layouts: part.layout.name,
            [part, scratch, result.mean, result.variance]
        ) { binding in
            let (x, scratch) = (binding.pointer(part), binding.pointer(scratch))
            let (mean, variance) = (
                binding.pointer(result.mean), binding.pointer(result.variance)
            )
            return {
                kernel.compute(
                    x, count: state.count, scratch: scratch, mean: mean, variance: variance)
            }
        }
        statistics[input] = result
        return result
    }

    /// Scale and shift from the batch; the running statistics follow it.
    private func addTrainingScale(
        _ settings: BatchNorm, _ node: FusedGraph.Node, _ norm: CompiledNorm,
        _ statistics: [CompiledStatistics], _ parameters: [Value]
    ) {
        let (planes, state) = (norm.planes, state)
        let values =
            statistics.flatMap { [$0.mean, $0.variance] } + parameters + [norm.scale, norm.shift]
        call(node, operation: "running statistics", .forward, layouts: "c", values) { binding in
            let sources = statistics.map {
                (mean: binding.pointer($0.mean), variance: binding.pointer($0.variance))
            }
            let pointers = parameters.map { binding.pointer($0) }
            let (scale, shift) = (binding.pointer(norm.scale), binding.pointer(norm.shift))
            return {
                var first = 0
                for (planes, source) in zip(planes, sources) {
                    let kernel = NormConstants(
                        settings: settings, parameters: pointers, first: first,
                        count: planes.channels)
                    kernel.scale(source.mean, source.variance, scale, shift)
                    kernel.follow(
                        source.mean, source.variance, samples: state.count * planes.pixels)
                    first += planes.channels
                }
                pointers[4].pointee += 1
            }
        }
    }

    /// Scale and shift from the running statistics.
    private func addInferenceScale(
        _ settings: BatchNorm, _ node: FusedGraph.Node, _ norm: CompiledNorm,
        _ parameters: [Value]
    ) {
        let channels = node.shape[1]
        call(
            node, operation: "running statistics", .forward, layouts: "c",
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
        _ node: FusedGraph.Node, _ norm: CompiledNorm, addend: Value?, _ pass: Plan.Pass
    ) -> Value {
        let target = value(norm.layout)
        let kernel = NormalizeKernel(
            parts: norm.planes, relu: node.relu, threads: options.threads)
        let values = norm.parts + [norm.scale, norm.shift, target] + (addend.map { [$0] } ?? [])
        call(node, pass, layouts: norm.layout.name, values) { binding in
            let x = norm.parts.map { UnsafePointer(binding.pointer($0)) }
            let (scale, shift) = (binding.pointer(norm.scale), binding.pointer(norm.shift))
            let addend = addend.map { UnsafePointer(binding.pointer($0)) }
            let y = binding.pointer(target)
            return { kernel.run(x, addend: addend, scale: scale, shift: shift, y) }
        }
        return target
    }
}

/// The per-channel numbers of a batch norm, of channels `first ..< first + count` of its parameters.
private struct NormConstants {
    let settings: BatchNorm
    /// Weight, bias, running mean and running variance.
    let parameters: [UnsafeMutablePointer<Float>]
    let first: Int
    let count: Int

    /// - Parameters:
    ///   - mean: of the channels, from the first on; likewise `variance`.
    ///   - scale: of all channels; likewise `shift`.
    func scale(
        _ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>,
        _ scale: UnsafeMutablePointer<Float>, _ shift: UnsafeMutablePointer<Float>
    ) {
        let epsilon = Float(settings.epsilon)
        for channel in 0..<count {
            let place = first + channel
            scale[place] = parameters[0][place] / (variance[channel] + epsilon).squareRoot()
            shift[place] = parameters[1][place] - mean[channel] * scale[place]
        }
    }

    /// `running = (1 - momentum) * running + momentum * batch`, with the unbiased variance.
    func follow(_ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>, samples: Int) {
        let momentum = Float(settings.momentum)
        let unbiased = samples > 1 ? Float(samples) / Float(samples - 1) : 1
        for channel in 0..<count {
            let place = first + channel
            parameters[2][place] += momentum * (mean[channel] - parameters[2][place])
            parameters[3][place] +=
                momentum * (variance[channel] * unbiased - parameters[3][place])
        }
    }
}

extension Layout {
    /// Images with `lanes` channels side by side: `nChw16c`, `nChw8c` or `nchw`.
    init(_ shape: Shape, lanes: Int) throws(EngineError) {
        switch lanes {
        case 16: try self.init(shape, tag: dnnl_nChw16c)
        case 8: try self.init(shape, tag: dnnl_nChw8c)
        default: self = try .plain(shape)
        }
    }
}
