internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The passes of a convolution on the engine's own Winograd kernels.
struct WinogradPasses {
    let kernel: WinogradConvolution
    let weights: WinogradWeightTransform
    /// What multiplies tiles by weights; nil: `sgemm`.
    let products: PlaceProducts?
    /// Of what is read and written, in the pass's direction.
    let source: Layout
    let target: Layout
    /// Of the parameter: `hwio`.
    let weight: Layout

    /// Nil where the kernels do not fit: the layouts that oneDNN prefers must have blocks of channels that are full.
    init?(
        _ window: Window, weight: Shape, source: Layout, target: Layout, pass: Plan.Pass,
        _ options: CompileOptions, in context: DNNLContext
    ) throws(EngineError) {
        guard window.size == 3, window.stride == 1, window.padding <= 2,
            let from = Planes2D(source), let to = Planes2D(target)
        else { return nil }
        func kernel(_ order: WinogradOrder) -> WinogradConvolution {
            WinogradConvolution(
                source: from, target: to,
                padding: pass == .backwardData ? 2 - window.padding : window.padding,
                threads: options.threads, order: order)
        }
        products =
            pass == .backwardWeights ? nil : try PlaceProducts(kernel(.blocks), in: context)
        self.kernel = kernel(products == nil ? .rows : .blocks)
        weights = WinogradWeightTransform(
            inputs: weight[1], outputs: weight[0], threads: options.threads,
            order: self.kernel.order)
        self.source = source
        self.target = target
        self.weight = try Layout(weight, tag: dnnl_hwio)
    }

    /// What takes chunks of tiles through all steps.
    /// - Parameters:
    ///   - tiles: scratch space for all lanes' tiles; `products`: for what they become.
    ///   - weights: transformed.
    fileprivate func lanes(
        _ binding: Binding, _ tiles: Value, _ products: Value,
        _ weights: UnsafeMutablePointer<Float>
    ) throws(EngineError) -> [WinogradConvolution.Lane] {
        try (0..<kernel.lanes).map { (lane) throws(EngineError) in
            let scratch = (
                source: binding.pointer(tiles) + lane * kernel.sourceScratchCount,
                target: binding.pointer(products) + lane * kernel.targetScratchCount
            )
            let multiply = try self.products?.bound(
                scratch.source, weights: weights, scratch.target,
                threads: kernel.threads / kernel.lanes, in: binding.context)
            return WinogradConvolution.Lane(scratch: scratch) { tiles in
                if let multiply { return multiply(tiles) }
                kernel.multiply(tiles, scratch.source, weights, scratch.target)
            }
        }
    }
}

extension Planes2D {
    /// Nil unless the layout has blocks of 8 or 16 channels, all of them full.
    fileprivate init?(_ layout: Layout) {
        guard let blocks = layout.channelBlocks, blocks.inner == 8 || blocks.inner == 16 else {
            return nil
        }
        let shape = layout.shape
        guard shape[1] % blocks.inner == 0 else { return nil }
        self.init(
            images: shape[0], channels: shape[1], height: shape[2], width: shape[3],
            lanes: blocks.inner)
    }
}

/// Transformed weights, which follow the network's, for inference.
final class WinogradWeights: DerivedWeights {
    let memory: Allocation
    private let transform: WinogradWeightTransform
    private let source: UnsafeMutableRawPointer

    /// - Parameter source: the weights, `hwio`; what derives them, if anything does, comes before in the store.
    init(_ transform: WinogradWeightTransform, from source: UnsafeMutableRawPointer)
        throws(EngineError)
    {
        self.transform = transform
        self.source = source
        memory = try Allocation(bytes: transform.transformedCount * MemoryLayout<Float>.stride)
    }

    var bytes: Int { memory.bytes }

    func update(in store: ParameterStore) {
        transform.transform(
            source.assumingMemoryBound(to: Float.self),
            memory.pointer.assumingMemoryBound(to: Float.self))
    }
}

extension Compilation {
    static let winogradKernel = "study:winograd"

    private func scratch(_ count: Int) throws(EngineError) -> Value { value(try .plain([count])) }

    /// Adds the forward pass.
    /// - Parameters:
    ///   - weight: of the layout `passes.weight`.
    ///   - isPooled: whether the target gets the largest of each 2 x 2 pixels.
    ///   - target: what is there is added to the result where the node has an addend.
    func addWinograd(
        _ passes: WinogradPasses, _ node: FusedGraph.Node, _ input: Value, weight: Value,
        bias: Value?, isPooled: Bool = false, target: Value
    ) throws(EngineError) {
        let (kernel, hasSum, relu) = (passes.kernel, node.addend != nil, node.relu)
        let transformed: Value
        if isTraining {
            transformed = try transformedWeights(passes, node, weight, rotated: false)
        } else {
            guard let pointer = pinned[weight.buffer] else {
                preconditionFailure("weights of inference are pinned")
            }
            let derived = try WinogradWeights(passes.weights, from: pointer)
            store.add(derived)
            transformed = value(
                try .plain([passes.weights.transformedCount]), pinnedAt: derived.memory.pointer)
        }
        let tiles = try scratch(kernel.lanes * kernel.sourceScratchCount)
        let products = try scratch(kernel.lanes * kernel.targetScratchCount)
        call(
            node, operation: node.label + (isPooled ? " + max pool" : ""), .forward,
            kernel: Self.winogradKernel,
            layouts: "\(passes.source.name) -> \(passes.target.name)",
            [input, transformed, tiles, products, target] + (bias.map { [$0] } ?? [])
        ) { binding throws(EngineError) in
            let (x, weights, y) = (
                binding.pointer(input), binding.pointer(transformed), binding.pointer(target)
            )
            let finish = WinogradConvolution.Finish(
                bias: bias.map { UnsafePointer(binding.pointer($0)) }, sum: hasSum, relu: relu,
                isPooled: isPooled)
            let lanes = try passes.lanes(binding, tiles, products, weights)
            return { kernel.run(x, lanes, finish, y) }
        }
    }

    /// Adds the pass by the input.
    func addWinogradDataGradient(
        _ passes: WinogradPasses, _ node: FusedGraph.Node, _ incoming: Value
    ) throws(EngineError) {
        let kernel = passes.kernel
        let weight = try converted(
            parameterValue(node, 0), to: passes.weight, node, .backwardData)
        let incoming = try converted(incoming, to: passes.source, node, .backwardData)
        let transformed = try transformedWeights(passes, node, weight, rotated: true)
        let tiles = try scratch(kernel.lanes * kernel.sourceScratchCount)
        let products = try scratch(kernel.lanes * kernel.targetScratchCount)
        let gradient = value(passes.target)
        call(
            node, operation: node.operation.name, .backwardData, kernel: Self.winogradKernel,
            layouts: "\(passes.source.name) -> \(passes.target.name)",
            [incoming, transformed, tiles, products, gradient]
        ) { binding throws(EngineError) in
            let (x, weights, y) = (
                binding.pointer(incoming), binding.pointer(transformed), binding.pointer(gradient)
            )
            let lanes = try passes.lanes(binding, tiles, products, weights)
            return { kernel.run(x, lanes, .init(), y) }
        }
        gradients[node.inputs[0]].append(gradient)
    }

    /// Adds the pass by weight and bias.
    func addWinogradWeightGradient(
        _ passes: WinogradPasses, _ node: FusedGraph.Node, _ incoming: Value
    ) throws(EngineError) {
        let (kernel, weights) = (passes.kernel, passes.weights)
        let input = try converted(
            outputForBackward(node.inputs[0]), to: passes.source, node, .backwardWeights)
        let incoming = try converted(incoming, to: passes.target, node, .backwardWeights)
        let tiles = try scratch(kernel.sourceScratchCount)
        let slopes = try scratch(kernel.targetScratchCount)
        let transformed = try scratch(weights.transformedCount)
        let gradient = value(passes.weight)
        call(
            node, operation: node.operation.name, .backwardWeights, kernel: Self.winogradKernel,
            layouts: "\(passes.source.name), \(passes.target.name) -> \(passes.weight.weightName)",
            [input, incoming, tiles, slopes, transformed, gradient]
        ) { binding in
            let (x, slope) = (binding.pointer(input), binding.pointer(incoming))
            let scratch = (source: binding.pointer(tiles), target: binding.pointer(slopes))
            let (sums, result) = (binding.pointer(transformed), binding.pointer(gradient))
            return {
                kernel.runWeightGradient(x, slope, scratch: scratch, sums)
                weights.transformGradient(sums, result)
            }
        }
        try setParameterGradient(node, 0, gradient)
        if node.parameters.count > 1 { try addBiasGradient(passes, node, incoming) }
    }

    private func addBiasGradient(
        _ passes: WinogradPasses, _ node: FusedGraph.Node, _ incoming: Value
    ) throws(EngineError) {
        let target = passes.kernel.target
        let planes = Planes(
            images: target.images, channels: target.channels, lanes: target.lanes,
            pixels: target.height * target.width)
        let sums = ChannelSums(planes: planes, threads: options.threads)
        let partial = try scratch(sums.scratchCount)
        let gradient = value(try .plain([planes.channels]))
        call(
            node, operation: "bias", .backwardWeights, layouts: incoming.layout.name,
            [incoming, partial, gradient]
        ) { binding in
            let (x, scratch, result) = (
                binding.pointer(incoming), binding.pointer(partial), binding.pointer(gradient)
            )
            return { sums.compute(x, scratch: scratch, result) }
        }
        try setParameterGradient(node, 1, gradient)
    }

    private func transformedWeights(
        _ passes: WinogradPasses, _ node: FusedGraph.Node, _ weight: Value, rotated: Bool
    ) throws(EngineError) -> Value {
        let transform = passes.weights
        let result = try scratch(transform.transformedCount)
        call(
            node, operation: "weights", rotated ? .backwardData : .forward,
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
