internal import CDNNL
internal import Tensors

/// The multiplications of Winograd's tiles by the weights of their places, as convolutions of one pixel by oneDNN. Unlike
/// `sgemm`, which takes rows by twelve, they sum up a tile's products in the same order whatever other tiles there are, and
/// the weights lie as they are read.
final class PlaceProducts {
    private let kernel: WinogradConvolution
    /// Output channels that are computed at once: all of them, or fewer where 36 places are too few for the threads.
    private let share: Int
    /// By the tiles of a chunk.
    private var products: [Int: Product] = [:]

    private struct Product {
        let primitive: Primitive
        let (source, weight, target): (Layout, Layout, Layout)
    }

    /// Nil where oneDNN has no such kernel.
    init?(_ kernel: WinogradConvolution, in context: DNNLContext) throws(EngineError) {
        guard kernel.source.channels % 8 == 0, kernel.target.channels % 8 == 0 else { return nil }
        self.kernel = kernel
        var pieces = 1
        while pieces * WinogradConvolution.places < 4 * kernel.threads,
            kernel.target.channels % (pieces * 128) == 0
        { pieces *= 2 }
        share = kernel.target.channels / pieces
        for tiles in Set([kernel.chunk, kernel.tiles % kernel.chunk]) where tiles > 0 {
            guard let product = try product(tiles, in: context) else { return nil }
            products[tiles] = product
        }
    }

    private func product(_ tiles: Int, in context: DNNLContext) throws(EngineError) -> Product? {
        let inputs = kernel.source.channels
        let source = try Layout([1, inputs, 1, tiles], tag: dnnl_nChw8c)
        let weight = try Layout([share, inputs, 1, 1], tag: dnnl_OIhw8i8o)
        let target = try Layout([1, share, 1, tiles], tag: dnnl_nChw8c)
        var operation = dnnl_convolution_desc_t()
        var (from, by, to) = (source.descriptor, weight.descriptor, target.descriptor)
        let (strides, padding): ([dnnl_dim_t], [dnnl_dim_t]) = ([1, 1], [0, 0])
        try check(
            dnnl_convolution_forward_desc_init(
                &operation, dnnl_forward_inference, dnnl_convolution_direct, &from, &by, nil, &to,
                strides, padding, padding),
            "dnnl_convolution_forward_desc_init")
        let descriptor = try? PrimitiveDescriptor(
            operation, attributes: PrimitiveAttributes(), in: context, call: "convolution")
        guard let descriptor, descriptor.kernel.hasPrefix("jit"),
            descriptor.layout(dnnl_query_scratchpad_md).bytes == 0
        else { return nil }
        return Product(
            primitive: try Primitive(descriptor), source: source, weight: weight, target: target)
    }

    /// The multiplications of a chunk's tiles.
    /// - Parameters:
    ///   - x: transformed tiles; `y`: their products. Both in blocks.
    ///   - weights: transformed, in blocks.
    ///   - threads: that share the work.
    /// - Returns: what makes them for so many tiles.
    func bound(
        _ x: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
        _ y: UnsafeMutablePointer<Float>, threads: Int, in context: DNNLContext
    ) throws(EngineError) -> (_ tiles: Int) -> Void {
        let (inputs, outputs) = (kernel.source.channels, kernel.target.channels)
        let pieces = outputs / share
        var calls: [Int: [PrimitiveCall]] = [:]
        for (tiles, product) in products {
            calls[tiles] = try (0..<WinogradConvolution.places * pieces).map {
                (item) throws(EngineError) in
                let (place, first) = (item / pieces, item % pieces * share)
                return PrimitiveCall(
                    product.primitive,
                    [
                        (
                            DNNL_ARG_SRC,
                            try MemoryView(
                                product.source, at: x + place * kernel.pace(kernel.source),
                                in: context)
                        ),
                        (
                            DNNL_ARG_WEIGHTS,
                            try MemoryView(
                                product.weight, at: weights + (place * outputs + first) * inputs,
                                in: context)
                        ),
                        (
                            DNNL_ARG_DST,
                            try MemoryView(
                                product.target,
                                at: y + place * kernel.pace(kernel.target) + first * tiles,
                                in: context)
                        ),
                    ], in: context)
            }
        }
        return { [calls] tiles in
            guard let calls = calls[tiles] else {
                preconditionFailure("no kernel for \(tiles) tiles")
            }
            Parallel.forEach(calls.count, grain: 1, threads: threads) { items in
                for item in items { calls[item].run() }
            }
        }
    }
}
