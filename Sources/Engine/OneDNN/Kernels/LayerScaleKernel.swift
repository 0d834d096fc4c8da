/// The products of feature maps and a learned factor for each channel.
struct LayerScaleKernel {
    private let vectors: PixelVectors

    init(_ layout: BlockedLayout, threads: Int) {
        vectors = PixelVectors(layout: layout, threads: threads)
    }

    /// The size of the memory for the factors as vectors, in floats.
    var tableCount: Int { vectors.tableCount }
    /// The size of the scratch space of the sums of a backward pass, in floats.
    var scratchCount: Int { vectors.scratchCount(sums: 1) }

    /// Writes `y = x * factors`; `y` may be `x`.
    func forward(
        _ x: TensorPointer, _ factors: UnsafePointer<Float>, table: UnsafeMutablePointer<Float>,
        _ y: TensorPointer
    ) {
        vectors.fillTable(table, factors)
        switch y.type {
        case .float32: forward(x.values(of: Float.self), table, y.elements())
        case .bfloat16: forward(x.values(of: BFloat16.self), table, y.elements())
        }
    }

    /// Writes the sums of `x * dy` over all pixels: the gradient with respect to the factors.
    func sums(
        _ x: TensorPointer, _ dy: TensorPointer, scratch: UnsafeMutablePointer<Float>,
        _ sums: UnsafeMutablePointer<Float>
    ) {
        switch x.type {
        case .float32: self.sums(x.values(of: Float.self), dy.values(), scratch, sums)
        case .bfloat16: self.sums(x.values(of: BFloat16.self), dy.values(), scratch, sums)
        }
    }

    private func forward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ table: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Element>
    ) {
        let (length, blocks) = (vectors.layout.length, vectors.layout.blocks)
        vectors.forEach { offset, width in
            for block in 0..<blocks {
                let position = offset + block * length
                (.load(x + position, width)
                    * Float.vector(at: table + block * Vector.scalarCount))
                    .store(y + position, width)
            }
        }
    }

    private func sums<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ dy: UnsafePointer<Element>,
        _ scratch: UnsafeMutablePointer<Float>, _ result: UnsafeMutablePointer<Float>
    ) {
        let (length, blocks) = (vectors.layout.length, vectors.layout.blocks)
        vectors.sum(scratch: scratch, [result]) { offset, width, sums in
            for block in 0..<blocks {
                let position = offset + block * length
                let target = sums + block * Vector.scalarCount
                let product = Vector.load(x + position, width) * Vector.load(dy + position, width)
                Float.store(Float.vector(at: target) + product, at: target)
            }
        }
    }
}
