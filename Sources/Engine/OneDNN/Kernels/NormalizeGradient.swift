internal import Networks

/// The backward pass of batch norm, activation and addend over concatenated channels, in two passes
/// over memory: `reduce` masks the gradient and sums it, `NormalizeInputGradient` computes the
/// gradient with respect to the input.
///
/// Let `g` be the masked gradient, `M` pixels in the batch, `a = weight / sqrt(variance + epsilon)`
/// and `z = x - mean` the centered input. Then `dx = a (g - sum(g) / M - z sum(g z) / (M (variance
/// + epsilon)))`, which is `a g + b z + c` with constants for each channel.
struct NormalizeGradient {
    /// The parts, in the order of their channels; all have the same block width and image size.
    let parts: [BlockedLayout]
    let mask: Mask
    let threads: Int

    /// The factors of the gradient: the derivative of the activation.
    enum Mask {
        /// Ones: there is no activation.
        case none
        /// The derivative of the activation at `scale * x + shift`.
        case input(Activation)
        /// Ones where the output is positive, zeros elsewhere: the activation is a ReLU.
        case output
    }

    /// The tensors that `reduce` reads, over all channels in the order of `parts`.
    struct Operands {
        /// The gradient with respect to the output is the sum of one or two tensors.
        let gradient: TensorPointer
        let secondGradient: TensorPointer?
        /// The parts of the input.
        let x: [TensorPointer]
        /// The output, for `Mask.output`.
        let y: TensorPointer?
        let mean: UnsafePointer<Float>
        let scale: UnsafePointer<Float>
        let shift: UnsafePointer<Float>
    }

    /// The tensors that `reduce` writes besides the sums.
    enum Target {
        /// The masked gradient, which overwrites `Operands.gradient`.
        case inPlace
        /// None: the gradient is not changed.
        case none
        /// `scale * g`, written to a tensor for each part if it is the first term, otherwise added
        /// to it.
        case parts([TensorPointer], isFirst: [Bool])
    }

    private var images: Int { parts[0].images }
    private var length: Int { parts[0].length }
    private var blocks: Int { parts.reduce(0) { $0 + $1.blocks } }

    /// The size of the scratch space in floats: two vectors per block.
    var scratchCount: Int { images * blocks * 2 * Vector.scalarCount }

    /// Masks the gradient and computes its sums.
    /// - Parameters:
    ///   - count: the images that count; the gradient of the others is zero.
    ///   - sums: `[C]`, the sum of `g` for each channel.
    ///   - products: `[C]`, the sum of `g (x - mean)`.
    func reduce(
        _ operands: Operands, to target: Target, count: Int,
        scratch: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
        products: UnsafeMutablePointer<Float>
    ) {
        let partBlocks = PartBlock.all(of: parts)
        let total = partBlocks.count
        Parallel.forEach(images * total, grain: 1, threads: threads) { items in
            withFactors { factors in
                for item in items {
                    let (image, block) = (item / total, item % total)
                    switch operands.gradient.type {
                    case .float32:
                        reduce(
                            Float.self, operands, target, item, image, count, partBlocks[block],
                            scratch, factors: factors)
                    case .bfloat16:
                        reduce(
                            BFloat16.self, operands, target, item, image, count,
                            partBlocks[block], scratch, factors: factors)
                    }
                }
            }
        }
        let lanes = parts[0].lanes
        Parallel.forEach(total, grain: 1, threads: threads) { blocks in
            for block in blocks {
                let partBlock = partBlocks[block]
                let first = partBlock.channel + partBlock.block * lanes
                let width = min(lanes, parts[partBlock.part].channels - partBlock.block * lanes)
                for lane in 0..<width {
                    var (sum, product) = (0.0, 0.0)
                    for image in 0..<count {
                        let partial = scratch + (image * total + block) * 2 * Vector.scalarCount
                        sum += Double(partial[lane])
                        product += Double(partial[Vector.scalarCount + lane])
                    }
                    sums[first + lane] = Float(sum)
                    products[first + lane] = Float(product)
                }
            }
        }
    }

    /// Calls `body` with memory for the derivatives of SiLU; nil if they are not needed.
    private func withFactors(_ body: (UnsafeMutablePointer<Float>?) -> Void) {
        if case .input(.silu) = mask { SiLU.withChunk(body) } else { body(nil) }
    }

    private func reduce<Element: KernelElement>(
        _: Element.Type, _ operands: Operands, _ target: Target, _ item: Int, _ image: Int,
        _ count: Int, _ partBlock: PartBlock, _ scratch: UnsafeMutablePointer<Float>,
        factors: UnsafeMutablePointer<Float>?
    ) {
        guard image < count else { return clear(Element.self, target, image, partBlock) }
        let part = parts[partBlock.part]
        let partOffset = part.offset(image, partBlock.block)
        let x = operands.x[partBlock.part].values(of: Element.self) + partOffset
        let gradient = operands.gradient.elements(of: Element.self) + item * length
        let second = operands.secondGradient.map { $0.values(of: Element.self) + item * length }
        let y = operands.y.map { $0.values(of: Element.self) + item * length }
        let mean = part.vector(operands.mean + partBlock.channel, partBlock.block)
        let scale = part.vector(operands.scale + partBlock.channel, partBlock.block)
        let shift = part.vector(operands.shift + partBlock.channel, partBlock.block)
        let mask = mask
        var output: UnsafeMutablePointer<Element>?
        var (isScaled, isAdded) = (false, false)
        switch target {
        case .none: break
        case .inPlace: output = gradient
        case .parts(let tensors, let isFirst):
            output = tensors[partBlock.part].elements() + partOffset
            (isScaled, isAdded) = (true, !isFirst[partBlock.part])
        }
        var (sums, products) = (Vector.zero, Vector.zero)
        let run = SiLU.chunk
        var first = 0
        while first < length {
            if let factors {
                let size = min(run, length - first)
                SiLU.derivatives(x + first, scale, shift, count: size, factors)
            }
            var (sum, product) = (Vector.zero, Vector.zero)
            forEachVector(min(run, length - first)) { step, width in
                let offset = first + step
                let x = Vector.load(x + offset, width)
                var g = Vector.load(gradient + offset, width)
                if let second { g += .load(second + offset, width) }
                switch mask {
                case .none: break
                case .input(.silu):
                    if let factors { g *= .load(factors + step, width) }
                case .input(let activation): activation.scale(&g, at: x * scale + shift)
                case .output:
                    if let y { g.replace(with: 0, where: .load(y + offset, width) .<= 0) }
                }
                sum += g
                product += g * (x - mean)
                guard let output else { return }
                if isScaled { g *= scale }
                if isAdded { g += .load(output + offset, width) }
                g.store(output + offset, width)
            }
            sums += sum
            products += product
            first += run
        }
        let result = scratch + item * 2 * Vector.scalarCount
        sums.folded(lanes: part.lanes).store(result, Vector.scalarCount)
        products.folded(lanes: part.lanes).store(result + Vector.scalarCount, Vector.scalarCount)
    }

    /// Sets the gradient of a padding image to zero.
    private func clear<Element: KernelElement>(
        _: Element.Type, _ target: Target, _ image: Int, _ partBlock: PartBlock
    ) {
        guard case .parts(let tensors, let isFirst) = target, isFirst[partBlock.part] else {
            return
        }
        let offset = parts[partBlock.part].offset(image, partBlock.block)
        let output = tensors[partBlock.part].elements(of: Element.self) + offset
        output.update(repeating: Element(0), count: length)
    }
}

/// `dx = a g + b (x - mean) + c`, with constants for each channel.
struct NormalizeInputGradient {
    let layout: BlockedLayout
    let threads: Int

    /// - Parameters:
    ///   - a: `[C]`; nil: ones.
    ///   - count: the images that count; the gradient of the others is zero.
    ///   - dx: may be `g`.
    func run(
        _ g: TensorPointer, _ x: TensorPointer, mean: UnsafePointer<Float>,
        a: UnsafePointer<Float>?, b: UnsafePointer<Float>, c: UnsafePointer<Float>, count: Int,
        _ dx: TensorPointer
    ) {
        switch dx.type {
        case .float32:
            run(
                g.values(of: Float.self), x.values(), mean: mean, a: a, b: b, c: c, count: count,
                dx.elements())
        case .bfloat16:
            run(
                g.values(of: BFloat16.self), x.values(), mean: mean, a: a, b: b, c: c,
                count: count, dx.elements())
        }
    }

    private func run<Element: KernelElement>(
        _ g: UnsafePointer<Element>, _ x: UnsafePointer<Element>, mean: UnsafePointer<Float>,
        a: UnsafePointer<Float>?, b: UnsafePointer<Float>, c: UnsafePointer<Float>, count: Int,
        _ dx: UnsafeMutablePointer<Element>
    ) {
        Parallel.forEach(layout.images * layout.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let (image, block) = (item / layout.blocks, item % layout.blocks)
                let offset = item * layout.length
                guard image < count else {
                    (dx + offset).update(repeating: Element(0), count: layout.length)
                    continue
                }
                let (g, x, dx) = (g + offset, x + offset, dx + offset)
                let a = a.map { layout.vector($0, block) } ?? .one
                let (b, c) = (layout.vector(b, block), layout.vector(c, block))
                let mean = layout.vector(mean, block)
                forEachVector(layout.length) { offset, width in
                    let centred = .load(x + offset, width) - mean
                    (.load(g + offset, width) * a + centred * b + c).store(dx + offset, width)
                }
            }
        }
    }
}
