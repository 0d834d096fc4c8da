internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension ConvolutionOperation {
    static let winogradKernel = "study:winograd"

    private func scratch(_ count: Int) throws(EngineError) -> Value { value(try .plain([count])) }

    /// Adds the forward pass.
    /// - Parameters:
    ///   - weight: the weights in the layout `passes.weight`.
    ///   - isPooled: true if the target receives only the largest of each 2 x 2 pixels.
    ///   - target: the output; its previous contents are added if the node has an addend.
    func addWinograd(
        _ passes: WinogradPasses, _ source: Value, weight: Value, bias: Value?,
        isPooled: Bool = false, target: Value
    ) throws(EngineError) {
        let (kernel, hasSum, relu) = (passes.kernel, node.addend != nil, node.relu)
        let transformed: Value
        if isTraining {
            transformed = try transformedWeights(passes, weight, rotated: false)
        } else {
            guard let pointer = compilation.pinned[weight.buffer] else {
                preconditionFailure("weights of inference are pinned")
            }
            let derived = try WinogradWeights(passes.weights, from: pointer)
            store.add(derived)
            transformed = value(
                try .plain([passes.weights.transformedCount]), pinnedAt: derived.memory.pointer)
        }
        let tiles = try scratch(kernel.lanes * kernel.sourceScratchCount)
        let results = try scratch(kernel.lanes * kernel.targetScratchCount)
        call(
            operation: node.label + (isPooled ? " + max pool" : ""), .forward,
            kernel: Self.winogradKernel,
            layouts: "\(passes.source.name) -> \(passes.target.name)",
            [source, transformed, tiles, results, target] + (bias.map { [$0] } ?? [])
        ) { binding throws(EngineError) in
            let (x, weights, y) = (
                binding.pointer(source), binding.pointer(transformed), binding.pointer(target)
            )
            let finish = WinogradConvolution.Finish(
                bias: bias.map { UnsafePointer(binding.pointer($0)) }, sum: hasSum, relu: relu,
                isPooled: isPooled)
            let lanes = try passes.lanes(binding, tiles, results, weights)
            return { kernel.run(x, lanes, finish, y) }
        }
    }

    /// Adds the pass with respect to the input.
    func addWinogradDataGradient(
        _ passes: WinogradPasses, _ incoming: Value
    ) throws(EngineError) {
        let kernel = passes.kernel
        let weight = try converted(compiledWeight.value, to: passes.weight, .backwardData)
        let incoming = try converted(incoming, to: passes.source, .backwardData)
        let transformed = try transformedWeights(passes, weight, rotated: true)
        let tiles = try scratch(kernel.lanes * kernel.sourceScratchCount)
        let results = try scratch(kernel.lanes * kernel.targetScratchCount)
        let gradient = value(passes.target)
        call(
            operation: node.operation.name, .backwardData, kernel: Self.winogradKernel,
            layouts: "\(passes.source.name) -> \(passes.target.name)",
            [incoming, transformed, tiles, results, gradient]
        ) { binding throws(EngineError) in
            let (x, weights, y) = (
                binding.pointer(incoming), binding.pointer(transformed), binding.pointer(gradient)
            )
            let lanes = try passes.lanes(binding, tiles, results, weights)
            return { kernel.run(x, lanes, .init(), y) }
        }
        addInputGradient(try rounded(gradient, .backwardData))
    }

    /// Adds the pass with respect to weight and bias.
    func addWinogradWeightGradient(
        _ passes: WinogradPasses, _ incoming: Value
    ) throws(EngineError) {
        let (kernel, weights) = (passes.kernel, passes.weights)
        let input = try converted(
            inputForBackward(0), to: passes.source, .backwardWeights)
        let incoming = try converted(incoming, to: passes.target, .backwardWeights)
        let tiles = try scratch(kernel.sourceScratchCount)
        let transformedGradient = try scratch(kernel.targetScratchCount)
        let transformed = try scratch(weights.transformedCount)
        let gradient = value(passes.weight)
        call(
            operation: node.operation.name, .backwardWeights, kernel: Self.winogradKernel,
            layouts: "\(passes.source.name), \(passes.target.name) -> \(passes.weight.weightName)",
            [input, incoming, tiles, transformedGradient, transformed, gradient]
        ) { binding in
            let (x, dy) = (binding.pointer(input), binding.pointer(incoming))
            let scratch = (
                source: binding.pointer(tiles), target: binding.pointer(transformedGradient)
            )
            let (sums, result) = (binding.pointer(transformed), binding.pointer(gradient))
            return {
                kernel.runWeightGradient(x, dy, scratch: scratch, sums)
                weights.transformGradient(sums, result)
            }
        }
        try setGradient(of: compiledWeight, gradient)
        if let bias { try addBiasGradient(of: bias, passes, incoming) }
    }

    private func addBiasGradient(
        of bias: CompiledParameter, _ passes: WinogradPasses, _ incoming: Value
    ) throws(EngineError) {
        let target = passes.kernel.target
        let layout = BlockedLayout(
            images: target.images, channels: target.channels, lanes: target.lanes,
            pixels: target.height * target.width)
        let sums = ChannelSums(layout: layout, threads: options.threads)
        let partial = try scratch(sums.scratchCount)
        let gradient = value(try .plain([layout.channels]))
        call(
            operation: "bias", .backwardWeights, layouts: incoming.layout.name,
            [incoming, partial, gradient]
        ) { binding in
            let (x, scratch, result) = (
                binding.pointer(incoming), binding.pointer(partial), binding.pointer(gradient)
            )
            return { sums.compute(x, scratch: scratch, result) }
        }
        try setGradient(of: bias, gradient)
    }

    private func transformedWeights(
        _ passes: WinogradPasses, _ weight: Value, rotated: Bool
    ) throws(EngineError) -> Value {
        let transform = passes.weights
        let result = try scratch(transform.transformedCount)
        call(
            operation: "weights", rotated ? .backwardData : .forward,
            layouts: passes.weight.weightName, [weight, result]
        ) { binding in
            let (weights, result) = (binding.pointer(weight), binding.pointer(result))
            return {
                if rotated {
                    transform.transformRotated(weights, result)
                } else {
                    transform.transform(weights, result)
                }
            }
        }
        return result
    }
}
