internal import Networks
import Networks
internal import Tensors

/// The gradient with respect to a tensor that several batch norms read, while they add to it:
/// `sum + b (x - mean) + c`, with constants for each channel.
struct DeferredGradient {
    let sum: Value
    let b: Value
    let c: Value
    let x: Value
    let mean: Value
    let blocked: BlockedLayout
}

extension NormInput {
    /// Completes the gradient with respect to the output of node `index` to which batch norms have
    /// added.
    func finishDeferredGradients(of index: Int, in compilation: Compilation) {
        for gradient in deferred { finish(gradient, of: index, in: compilation) }
        deferred = []
    }

    private func finish(
        _ deferred: DeferredGradient, of index: Int, in compilation: Compilation
    ) {
        let kernel = NormalizeInputGradient(
            layout: deferred.blocked, threads: compilation.options.threads)
        let state = compilation.state
        compilation.call(
            compilation.fused.nodes[index], operation: "batch norms' input", .backwardData,
            layouts: deferred.sum.layout.name,
            [deferred.sum, deferred.x, deferred.mean, deferred.b, deferred.c]
        ) { binding in
            let (sum, x) = (binding.tensor(deferred.sum), binding.tensor(deferred.x))
            let mean = binding.pointer(deferred.mean)
            let (b, c) = (binding.pointer(deferred.b), binding.pointer(deferred.c))
            return { kernel.run(sum, x, mean: mean, a: nil, b: b, c: c, count: state.count, sum) }
        }
        compilation.gradients[index].append(deferred.sum)
    }
}

extension BatchNormOperation {
    /// Adds the backward pass of the batch norm and of the operations fused to it.
    ///
    /// If the input has other readers, the gradient with respect to the input is completed only
    /// after all batch norms that read it have added their terms, so that each of them needs only
    /// one pass over memory.
    func addBackward() throws(EngineError) {
        guard let norm else { return }
        let isShared = node.inputs.count > 1 || fused.readers[node.inputs[0]].count > 1
        // Only a reduction in place produces the masked gradient for the addend.
        let isMaskedBefore = isShared && node.addend != nil
        var incoming = try compilation.incomingGradients(
            of: index, in: norm.layout, atMost: isMaskedBefore ? 1 : 2)
        guard !incoming.isEmpty else { return }
        var gradient = incoming.removeFirst()
        if isMaskedBefore { gradient = try maskedByFusedReLU(gradient) }
        let pass = NormPass(
            node: node, settings: settings, norm: norm, statistics: statistics,
            gradient: gradient, second: incoming.first,
            mask: isMaskedBefore ? .none : mask,
            output: node.addend == nil ? nil : output)
        let channels = try Layout.plain([node.shape[1]])
        let sums = NormSums(
            weight: value(channels), bias: value(channels), b: value(channels), c: value(channels))
        if isShared {
            try addSharedReduction(pass, sums)
        } else {
            let isChanged = node.activation != nil || pass.second != nil
            try addReduction(pass, sums) { _ in isChanged ? .inPlace : .none }
        }
        try setGradient(of: parameters[0], sums.weight)
        try setGradient(of: parameters[1], sums.bias)
        if !isShared { try addNormInputGradient(pass, sums) }
        if let addend = node.addend, fused.nodes[addend].needsGradient {
            compilation.gradients[addend].append(gradient)
        }
        addUpdates()
    }

    private var mask: NormalizeGradient.Mask {
        guard let activation = node.activation else { return .none }
        return node.addend == nil ? .input(activation) : .output
    }

    /// Adds `scale * g` to the gradient of each part, and the constants to the constants of the
    /// part.
    private func addSharedReduction(_ pass: NormPass, _ sums: NormSums) throws(EngineError) {
        var targets: [DeferredGradient] = []
        var isFirst: [Bool] = []
        for (part, input) in pass.node.inputs.enumerated() {
            let blocked = pass.norm.blocked[part]
            let layout = pass.norm.parts[part].layout
            let shared = compilation.normInputs[input]
            let known = shared.deferred.first { $0.sum.layout == layout }
            isFirst.append(known == nil)
            if let known {
                targets.append(known)
                continue
            }
            let channels = try Layout.plain([blocked.channels])
            let target = DeferredGradient(
                sum: value(layout), b: value(channels), c: value(channels),
                x: pass.norm.parts[part], mean: pass.statistics[part].mean, blocked: blocked)
            shared.deferred.append(target)
            targets.append(target)
        }
        let (final, first) = (targets, isFirst)
        try addReduction(pass, sums, written: final.flatMap { [$0.sum, $0.b, $0.c] }) { binding in
            .parts(final.map { binding.tensor($0.sum) }, isFirst: first)
        } finish: { binding in
            let pointers = final.map {
                (b: binding.pointer($0.b), c: binding.pointer($0.c), count: $0.blocked.channels)
            }
            return { b, c in
                var channel = 0
                for (pointer, isFirst) in zip(pointers, first) {
                    for lane in 0..<pointer.count {
                        pointer.b[lane] = (isFirst ? 0 : pointer.b[lane]) + b[channel + lane]
                        pointer.c[lane] = (isFirst ? 0 : pointer.c[lane]) + c[channel + lane]
                    }
                    channel += pointer.count
                }
            }
        }
    }

    /// Adds the pass that computes the sums of a batch norm's backward pass.
    /// - Parameters:
    ///   - written: the tensors that `target` and `finish` write.
    ///   - target: the target of the masked gradient.
    ///   - finish: receives the constants `b` and `c` of all channels.
    private func addReduction(
        _ pass: NormPass, _ sums: NormSums, written: [Value] = [],
        _ target: @escaping (Binding) -> NormalizeGradient.Target,
        finish: @escaping (Binding) -> (UnsafePointer<Float>, UnsafePointer<Float>) -> Void = { _ in
            { _, _ in }
        }
    ) throws(EngineError) {
        let kernel = NormalizeGradient(
            parts: pass.norm.blocked, mask: pass.mask, threads: options.threads)
        let scratch = try value(.plain([kernel.scratchCount]))
        // The means of all parts, concatenated.
        let mean = value(sums.weight.layout)
        let state = state
        call(
            .backwardData, layouts: pass.norm.layout.name,
            pass.reads + [scratch, mean] + sums.values + written
        ) { binding in
            let operands = pass.operands(binding, mean: mean)
            let (target, finish) = (target(binding), finish(binding))
            let scratch = binding.pointer(scratch)
            let constants = pass.constants(binding, sums, mean: mean)
            return {
                constants.gatherMeans()
                kernel.reduce(
                    operands, to: target, count: state.count, scratch: scratch,
                    sums: constants.bias, products: constants.weight)
                constants.finish(count: state.count)
                finish(constants.b, constants.c)
            }
        }
    }

    private func addNormInputGradient(_ pass: NormPass, _ sums: NormSums) throws(EngineError) {
        guard needsInputGradient else { return }
        // The masked gradient is also the gradient with respect to the addend.
        let isKept = pass.node.addend.map { fused.nodes[$0].needsGradient } ?? false
        let target = isKept ? value(pass.gradient.layout) : pass.gradient
        let kernel = NormalizeInputGradient(layout: pass.norm.blocked[0], threads: options.threads)
        let (part, mean, state) = (pass.norm.parts[0], pass.statistics[0].mean, state)
        call(
            operation: "batch norm's input", .backwardData,
            layouts: pass.norm.layout.name,
            [pass.gradient, part, mean, pass.norm.scale, sums.b, sums.c, target]
        ) { binding in
            let (g, x) = (binding.tensor(pass.gradient), binding.tensor(part))
            let (mean, a) = (binding.pointer(mean), binding.pointer(pass.norm.scale))
            let (b, c) = (binding.pointer(sums.b), binding.pointer(sums.c))
            let dx = binding.tensor(target)
            return { kernel.run(g, x, mean: mean, a: a, b: b, c: c, count: state.count, dx) }
        }
        addInputGradient(target)
    }
}

/// The per-channel results of the first backward pass, `[C]`.
private struct NormSums {
    /// The gradients with respect to weight and bias.
    let weight: Value
    let bias: Value
    /// The constants of the gradient with respect to the input.
    let b: Value
    let c: Value

    var values: [Value] { [weight, bias, b, c] }
}

/// The operands of the backward pass of one batch norm.
private struct NormPass {
    let node: FusedGraph.Node
    let settings: BatchNorm
    let norm: CompiledNorm
    /// The statistics of each part.
    let statistics: [CompiledStatistics]
    let gradient: Value
    let second: Value?
    let mask: NormalizeGradient.Mask
    /// The output, if the mask of the ReLU is read from it.
    let output: Value?

    var reads: [Value] {
        norm.parts + [gradient, norm.scale, norm.shift] + [second, output].compactMap { $0 }
            + statistics.flatMap { [$0.mean, $0.variance] }
    }

    func operands(_ binding: Binding, mean: Value) -> NormalizeGradient.Operands {
        NormalizeGradient.Operands(
            gradient: binding.tensor(gradient),
            secondGradient: second.map { binding.tensor($0) },
            x: norm.parts.map { binding.tensor($0) },
            y: output.map { binding.tensor($0) },
            mean: binding.pointer(mean), scale: binding.pointer(norm.scale),
            shift: binding.pointer(norm.shift))
    }

    func constants(_ binding: Binding, _ sums: NormSums, mean: Value) -> NormGradientConstants {
        NormGradientConstants(
            epsilon: settings.epsilon, pixels: norm.blocked[0].pixels,
            parts: zip(statistics, norm.blocked).map {
                (binding.pointer($0.mean), binding.pointer($0.variance), $1.channels)
            },
            mean: binding.pointer(mean), scale: binding.pointer(norm.scale),
            weight: binding.pointer(sums.weight), bias: binding.pointer(sums.bias),
            b: binding.pointer(sums.b), c: binding.pointer(sums.c))
    }
}

/// Turns the sums of a batch norm's backward pass into gradients and constants.
private struct NormGradientConstants {
    let epsilon: Double
    let pixels: Int
    let parts:
        [(mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>, channels: Int)]
    /// The means of all parts, `[C]`; the constants below have the same shape.
    let mean: UnsafeMutablePointer<Float>
    let scale: UnsafeMutablePointer<Float>
    /// First the sum of `g (x - mean)`, then the gradient with respect to the weight.
    let weight: UnsafeMutablePointer<Float>
    /// The sum of `g`: the gradient with respect to the bias.
    let bias: UnsafeMutablePointer<Float>
    let b: UnsafeMutablePointer<Float>
    let c: UnsafeMutablePointer<Float>

    func gatherMeans() {
        var channel = 0
        for part in parts {
            (mean + channel).update(from: part.mean, count: part.channels)
            channel += part.channels
        }
    }

    func finish(count: Int) {
        let samples = Float(count * pixels)
        var channel = 0
        for part in parts {
            for lane in 0..<part.channels {
                let inverse = 1 / (part.variance[lane] + Float(epsilon))
                b[channel] = -scale[channel] * weight[channel] * inverse / samples
                c[channel] = -scale[channel] * bias[channel] / samples
                weight[channel] *= inverse.squareRoot()
                channel += 1
            }
        }
    }
}
