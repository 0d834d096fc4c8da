internal import Networks

/// An activation that is not fused to another operation, on tensors of one layout, including
/// padding.
struct ActivationKernel {
    let activation: Activation
    /// The number of elements.
    let count: Int
    let threads: Int

    /// Writes `y = f(x)`.
    func forward(_ x: TensorPointer, _ y: TensorPointer) {
        switch y.type {
        case .float32: forward(x.values(of: Float.self), y.elements())
        case .bfloat16: forward(x.values(of: BFloat16.self), y.elements())
        }
    }

    /// Writes `dx = dy * f'(x)`; `dx` may be `dy`.
    func backward(_ x: TensorPointer, _ dy: TensorPointer, _ dx: TensorPointer) {
        switch dx.type {
        case .float32: backward(x.values(of: Float.self), dy.values(), dx.elements())
        case .bfloat16: backward(x.values(of: BFloat16.self), dy.values(), dx.elements())
        }
    }

    private func forward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ y: UnsafeMutablePointer<Element>
    ) {
        Parallel.forEach(count, grain: 4096, threads: threads) { range in
            let (x, y) = (x + range.lowerBound, y + range.lowerBound)
            forEachVector(range.count) { offset, width in
                activation.value(.load(x + offset, width)).store(y + offset, width)
            }
        }
    }

    private func backward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>
    ) {
        Parallel.forEach(count, grain: 4096, threads: threads) { range in
            let first = range.lowerBound
            let (x, dy, dx) = (x + first, dy + first, dx + first)
            forEachVector(range.count) { offset, width in
                var gradient = Vector.load(dy + offset, width)
                activation.scale(&gradient, at: .load(x + offset, width))
                gradient.store(dx + offset, width)
            }
        }
    }
}

/// The products of feature maps and a factor for each channel of each image.
struct ScaleKernel {
    let layout: BlockedLayout
    let threads: Int

    /// Writes `y = x * factors`.
    /// - Parameter factors: `[N, C]`.
    func forward(_ x: TensorPointer, _ factors: UnsafePointer<Float>, _ y: TensorPointer) {
        switch y.type {
        case .float32: forward(x.values(of: Float.self), factors, y.elements())
        case .bfloat16: forward(x.values(of: BFloat16.self), factors, y.elements())
        }
    }

    /// Writes the sum of `dy * x` over the pixels of each channel of each image: the gradient with
    /// respect to the factors.
    /// - Parameter sums: `[N, C]`.
    func sums(_ x: TensorPointer, _ dy: TensorPointer, _ sums: UnsafeMutablePointer<Float>) {
        switch x.type {
        case .float32: self.sums(x.values(of: Float.self), dy.values(), sums)
        case .bfloat16: self.sums(x.values(of: BFloat16.self), dy.values(), sums)
        }
    }

    private func forward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ factors: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Element>
    ) {
        Parallel.forEach(layout.images * layout.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let (image, block) = (item / layout.blocks, item % layout.blocks)
                let factor = layout.vector(factors + image * layout.channels, block)
                let (x, y) = (x + item * layout.length, y + item * layout.length)
                forEachVector(layout.length) { offset, width in
                    (.load(x + offset, width) * factor).store(y + offset, width)
                }
            }
        }
    }

    private func sums<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ dy: UnsafePointer<Element>,
        _ sums: UnsafeMutablePointer<Float>
    ) {
        Parallel.forEach(layout.images * layout.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let (image, block) = (item / layout.blocks, item % layout.blocks)
                let (x, dy) = (x + item * layout.length, dy + item * layout.length)
                let sum = sumOfVectors(layout.length) { (offset, width) -> Vector in
                    Vector.load(x + offset, width) * Vector.load(dy + offset, width)
                }.folded(lanes: layout.lanes)
                let first = block * layout.lanes
                for lane in 0..<min(layout.lanes, layout.channels - first) {
                    sums[image * layout.channels + first + lane] = sum[lane]
                }
            }
        }
    }
}

/// The products of whole images and a factor for each image.
struct ImageScaleKernel {
    let images: Int
    /// The number of elements of an image in memory.
    let length: Int
    let threads: Int

    /// Writes `y = x * factors[image]`; `y` may be `x`.
    func run(_ x: TensorPointer, _ factors: [Float], _ y: TensorPointer) {
        switch y.type {
        case .float32: run(x.values(of: Float.self), factors, y.elements())
        case .bfloat16: run(x.values(of: BFloat16.self), factors, y.elements())
        }
    }

    private func run<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ factors: [Float], _ y: UnsafeMutablePointer<Element>
    ) {
        Parallel.forEach(images, grain: 1, threads: threads) { images in
            for image in images {
                let factor = factors[image]
                let (x, y) = (x + image * length, y + image * length)
                forEachVector(length) { offset, width in
                    (Vector.load(x + offset, width) * factor).store(y + offset, width)
                }
            }
        }
    }
}
