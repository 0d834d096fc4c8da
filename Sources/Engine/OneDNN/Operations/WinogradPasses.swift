internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The passes of a convolution on the engine's own Winograd kernels.
struct WinogradPasses {
    let kernel: WinogradConvolution
    let weights: WinogradWeightTransform
    /// The batched GEMM of tiles and weights; nil: `sgemm`.
    let gemm: WinogradGEMM?
    /// The layouts of the tensors that the pass reads and writes.
    let source: Layout
    let target: Layout
    /// The layout of the weights: `hwio`.
    let weight: Layout

    /// - Returns: nil if the kernels do not support the convolution: the layouts that oneDNN
    /// prefers must have blocks of channels without padding.
    init?(
        _ window: Window, weight: Shape, source: Layout, target: Layout, pass: Plan.Pass,
        _ options: CompileOptions, in context: DNNLContext
    ) throws(EngineError) {
        guard window.size == 3, window.stride == 1, window.padding <= 2,
            let from = BlockedImageLayout(source), let to = BlockedImageLayout(target)
        else { return nil }
        func kernel(_ order: WinogradOrder) -> WinogradConvolution {
            WinogradConvolution(
                source: from, target: to,
                padding: pass == .backwardData ? 2 - window.padding : window.padding,
                threads: options.threads, order: order)
        }
        gemm =
            pass == .backwardWeights ? nil : try WinogradGEMM(kernel(.blocks), in: context)
        self.kernel = kernel(gemm == nil ? .rows : .blocks)
        weights = WinogradWeightTransform(
            inputs: weight[1], outputs: weight[0], threads: options.threads,
            order: self.kernel.order)
        self.source = source
        self.target = target
        self.weight = try Layout(weight, tag: dnnl_hwio)
    }

    /// The lanes, each of which processes chunks of tiles through all steps.
    /// - Parameters:
    ///   - tiles: scratch space for the transformed tiles of all lanes; `results`: for their
    ///     products.
    ///   - weights: the transformed weights.
    func lanes(
        _ binding: Binding, _ tiles: Value, _ results: Value,
        _ weights: UnsafeMutablePointer<Float>
    ) throws(EngineError) -> [WinogradConvolution.Lane] {
        try (0..<kernel.lanes).map { (lane) throws(EngineError) in
            let scratch = (
                source: binding.pointer(tiles) + lane * kernel.sourceScratchCount,
                target: binding.pointer(results) + lane * kernel.targetScratchCount
            )
            let multiply = try self.gemm?.bound(
                scratch.source, weights: weights, scratch.target,
                threads: kernel.threads / kernel.lanes, in: binding.context)
            return WinogradConvolution.Lane(scratch: scratch) { tiles in
                if let multiply { return multiply(tiles) }
                kernel.multiply(tiles, scratch.source, weights, scratch.target)
            }
        }
    }
}

extension BlockedImageLayout {
    /// - Returns: nil unless the layout has blocks of 8 or 16 channels without padding.
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

/// Transformed weights for inference, derived from those of the network.
final class WinogradWeights: DerivedWeights {
    let memory: Allocation
    private let transform: WinogradWeightTransform
    private let source: UnsafeMutableRawPointer

    /// - Parameter source: the weights, `hwio`. If they are derived weights themselves, they must
    ///   come earlier in the store.
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
