internal import Networks

/// Batch norm with given statistics: `y = scale * x + shift`, optionally with an addend and an
/// activation, for several tensors whose channels are concatenated in `y`.
struct NormalizeKernel {
    /// The parts, in the order of their channels; all have the same block width and image size.
    let parts: [BlockedLayout]
    let activation: Activation?
    let threads: Int

    private var images: Int { parts[0].images }
    private var length: Int { parts[0].length }

    /// - Parameters:
    ///   - x: a tensor for each part.
    ///   - addend: a tensor with the shape of `y`, added before the activation, which is then a
    ///     ReLU.
    ///   - scale: `[C]`, over all parts.
    ///   - shift: `[C]`, over all parts.
    func run(
        _ x: [TensorPointer], addend: TensorPointer?, scale: UnsafePointer<Float>,
        shift: UnsafePointer<Float>, _ y: TensorPointer
    ) {
        switch y.type {
        case .float32:
            run(
                x.map { $0.values(of: Float.self) }, addend: addend?.values(), scale: scale,
                shift: shift, y.elements())
        case .bfloat16:
            run(
                x.map { $0.values(of: BFloat16.self) }, addend: addend?.values(), scale: scale,
                shift: shift, y.elements())
        }
    }

    private func run<Element: KernelElement>(
        _ x: [UnsafePointer<Element>], addend: UnsafePointer<Element>?,
        scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Element>
    ) {
        let partBlocks = PartBlock.all(of: parts)
        Parallel.forEach(images * partBlocks.count, grain: 1, threads: threads) { items in
            for item in items {
                let (image, block) = (item / partBlocks.count, item % partBlocks.count)
                let partBlock = partBlocks[block]
                let part = parts[partBlock.part]
                normalize(
                    x[partBlock.part] + part.offset(image, partBlock.block),
                    addend.map { $0 + item * length },
                    part.vector(scale + partBlock.channel, partBlock.block),
                    part.vector(shift + partBlock.channel, partBlock.block), y + item * length)
            }
        }
    }

    private func normalize<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ addend: UnsafePointer<Element>?, _ scale: Vector,
        _ shift: Vector, _ y: UnsafeMutablePointer<Element>
    ) {
        if let addend {
            let relu = activation == .relu
            forEachVector(length) { offset, width in
                let sum = .load(x + offset, width) * scale + shift + .load(addend + offset, width)
                (relu ? sum.rectified : sum).store(y + offset, width)
            }
            return
        }
        guard let activation else {
            forEachVector(length) { offset, width in
                (.load(x + offset, width) * scale + shift).store(y + offset, width)
            }
            return
        }
        if activation == .silu { return SiLU.values(x, scale, shift, count: length, y) }
        forEachVector(length) { offset, width in
            activation.value(.load(x + offset, width) * scale + shift).store(y + offset, width)
        }
    }
}

/// The source of a block of concatenated channels.
struct PartBlock {
    let part: Int
    /// The block within the part.
    let block: Int
    /// The part's first channel among all channels.
    let channel: Int

    /// The sources of all blocks of the concatenated tensor, in order.
    static func all(of parts: [BlockedLayout]) -> [PartBlock] {
        var partBlocks: [PartBlock] = []
        var channel = 0
        for (index, part) in parts.enumerated() {
            partBlocks += (0..<part.blocks).map {
                PartBlock(part: index, block: $0, channel: channel)
            }
            channel += part.channels
        }
        return partBlocks
    }
}
