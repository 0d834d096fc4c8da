/// Layer norm over the channels of each pixel, and its gradients.
struct LayerNormKernel {
    private let vectors: PixelVectors
    private let epsilon: Float

    init(_ layout: BlockedLayout, epsilon: Double, threads: Int) {
        vectors = PixelVectors(layout: layout, threads: threads)
        self.epsilon = Float(epsilon)
    }

    private var layout: BlockedLayout { vectors.layout }

    /// The size of the memory for the parameters as vectors, in floats.
    var tableCount: Int { 3 * vectors.tableCount }
    /// The size of the scratch space of the sums of a backward pass, in floats.
    var scratchCount: Int { vectors.scratchCount(sums: 2) }

    /// Writes `y = weight * (x - mean) / std + bias`.
    /// - Parameter tables: scratch space.
    func forward(
        _ x: TensorPointer, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        tables: UnsafeMutablePointer<Float>, _ y: TensorPointer
    ) {
        fill(tables, weight, bias)
        switch y.type {
        case .float32: forward(x.values(of: Float.self), tables, y.elements())
        case .bfloat16: forward(x.values(of: BFloat16.self), tables, y.elements())
        }
    }

    /// Writes the gradients with respect to the input, the weight and the bias. With `g = weight *
    /// dy` and the normalized input `z`, `dx = (g - mean(g) - z * mean(g z)) / std`.
    /// - Parameters:
    ///   - dx: may be `dy`.
    ///   - tables: scratch space.
    func backward(
        _ x: TensorPointer, _ dy: TensorPointer, weight: UnsafePointer<Float>,
        tables: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>,
        _ dx: TensorPointer, dw: UnsafeMutablePointer<Float>, db: UnsafeMutablePointer<Float>
    ) {
        fill(tables, weight, weight)
        switch dx.type {
        case .float32:
            backward(x.values(of: Float.self), dy.values(), tables, scratch, dx.elements(), dw, db)
        case .bfloat16:
            backward(
                x.values(of: BFloat16.self), dy.values(), tables, scratch, dx.elements(), dw, db)
        }
    }

    /// Fills three tables: weight, bias, and 1 for each channel that is not padding.
    private func fill(
        _ tables: UnsafeMutablePointer<Float>, _ weight: UnsafePointer<Float>,
        _ bias: UnsafePointer<Float>
    ) {
        vectors.fillTable(tables, weight)
        vectors.fillTable(tables + vectors.tableCount, bias)
        let present = tables + 2 * vectors.tableCount
        for block in 0..<layout.blocks {
            for lane in 0..<Vector.scalarCount {
                let channel = block * layout.lanes + lane % layout.lanes
                present[block * Vector.scalarCount + lane] = channel < layout.channels ? 1 : 0
            }
        }
    }

    private func forward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ tables: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Element>
    ) {
        let (size, length, blocks) = (vectors.tableCount, layout.length, layout.blocks)
        vectors.forEach { offset, width in
            let (x, y) = (x + offset, y + offset)
            let (mean, scale) = statistics(x, width, tables + 2 * size)
            var table = tables
            for block in 0..<blocks {
                let normalized = (.load(x + block * length, width) - mean) * scale
                (normalized * Float.vector(at: table) + Float.vector(at: table + size))
                    .store(y + block * length, width)
                table += Vector.scalarCount
            }
        }
    }

    private func backward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ dy: UnsafePointer<Element>,
        _ tables: UnsafePointer<Float>, _ scratch: UnsafeMutablePointer<Float>,
        _ dx: UnsafeMutablePointer<Element>, _ dw: UnsafeMutablePointer<Float>,
        _ db: UnsafeMutablePointer<Float>
    ) {
        let (size, length, blocks) = (vectors.tableCount, layout.length, layout.blocks)
        let (lanes, count) = (layout.lanes, Float(layout.channels))
        vectors.sum(scratch: scratch, [dw, db]) { offset, width, sums in
            let (x, dy, dx) = (x + offset, dy + offset, dx + offset)
            let (mean, scale) = statistics(x, width, tables + 2 * size)
            var (sum, product) = (Vector.zero, Vector.zero)
            var (table, target) = (tables, sums)
            for block in 0..<blocks {
                let gradient = Vector.load(dy + block * length, width)
                let normalized = (.load(x + block * length, width) - mean) * scale
                let weighted = gradient * Float.vector(at: table)
                sum += weighted
                product += weighted * normalized
                Float.store(Float.vector(at: target) + gradient * normalized, at: target)
                Float.store(Float.vector(at: target + size) + gradient, at: target + size)
                table += Vector.scalarCount
                target += Vector.scalarCount
            }
            let center = sum.pixelSums(lanes: lanes) / count
            let projection = product.pixelSums(lanes: lanes) / count
            table = tables
            for block in 0..<blocks {
                let weighted =
                    Vector.load(dy + block * length, width) * Float.vector(at: table)
                let normalized = (.load(x + block * length, width) - mean) * scale
                let result = (weighted - center - normalized * projection) * scale
                (result * Float.vector(at: table + 2 * size)).store(dx + block * length, width)
                table += Vector.scalarCount
            }
        }
    }

    /// The mean of the channels of each pixel, and one divided by their standard deviation.
    @inline(__always)
    private func statistics<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ width: Int, _ present: UnsafePointer<Float>
    ) -> (mean: Vector, scale: Vector) {
        let (length, blocks) = (layout.length, layout.blocks)
        let (lanes, count) = (layout.lanes, Float(layout.channels))
        var sum = Vector.zero
        for block in 0..<blocks { sum += .load(x + block * length, width) }
        let mean = sum.pixelSums(lanes: lanes) / count
        var squares = Vector.zero
        for block in 0..<blocks {
            let difference =
                (.load(x + block * length, width) - mean)
                * Float.vector(at: present + block * Vector.scalarCount)
            squares += difference * difference
        }
        let variance = squares.pixelSums(lanes: lanes) / count
        return (mean, 1 / (variance + epsilon).squareRoot())
    }
}
