/// Adaptive average pooling over images `[outer, H, W, inner]`, where the values of `inner`
/// channels are contiguous.
struct AdaptivePoolKernel {
    let outer: Int
    let inner: Int
    let threads: Int
    private let rows: AdaptiveCells
    private let columns: AdaptiveCells

    /// - Parameters:
    ///   - source: the size of the images in pixels.
    ///   - target: the size of the pooled images.
    init(
        outer: Int, source: (height: Int, width: Int), target: (height: Int, width: Int),
        inner: Int, threads: Int
    ) {
        self.outer = outer
        self.inner = inner
        self.threads = threads
        rows = AdaptiveCells(target.height, over: source.height)
        columns = AdaptiveCells(target.width, over: source.width)
    }

    /// Writes the mean of the pixels of each cell.
    func forward(_ x: TensorPointer, _ y: TensorPointer) {
        switch x.type {
        case .float32: forward(x.values(of: Float.self), y.elements())
        case .bfloat16: forward(x.values(of: BFloat16.self), y.elements())
        }
    }

    /// Distributes the gradient of each pooled cell evenly over the pixels that the cell averages.
    func backward(_ dy: TensorPointer, _ dx: TensorPointer) {
        switch dx.type {
        case .float32: backward(dy.values(of: Float.self), dx.elements())
        case .bfloat16: backward(dy.values(of: BFloat16.self), dx.elements())
        }
    }

    private func forward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ y: UnsafeMutablePointer<Element>
    ) {
        Parallel.forEach(outer, grain: 1, threads: threads) { images in
            for image in images {
                let x = x + image * rows.size * columns.size * inner
                let y = y + image * rows.ranges.count * columns.ranges.count * inner
                for (i, rows) in rows.ranges.enumerated() {
                    for (j, range) in columns.ranges.enumerated() {
                        let factor = 1 / Float(rows.count * range.count)
                        let cell = y + (i * columns.ranges.count + j) * inner
                        forEachVector(inner) { channel, width in
                            var sum = Vector.zero
                            for row in rows {
                                let line = x + row * columns.size * inner + channel
                                for column in range { sum += .load(line + column * inner, width) }
                            }
                            (sum * factor).store(cell + channel, width)
                        }
                    }
                }
            }
        }
    }

    private func backward<Element: KernelElement>(
        _ dy: UnsafePointer<Element>, _ dx: UnsafeMutablePointer<Element>
    ) {
        Parallel.forEach(outer, grain: 1, threads: threads) { images in
            for image in images {
                let dx = dx + image * rows.size * columns.size * inner
                let dy = dy + image * rows.ranges.count * columns.ranges.count * inner
                for row in 0..<rows.size {
                    for column in 0..<columns.size {
                        let pixel = dx + (row * columns.size + column) * inner
                        forEachVector(inner) { channel, width in
                            var sum = Vector.zero
                            for i in rows.cells[row] {
                                let height = rows.ranges[i].count
                                for j in columns.cells[column] {
                                    let weight = 1 / Float(height * columns.ranges[j].count)
                                    let cell = dy + (i * columns.ranges.count + j) * inner
                                    sum += .load(cell + channel, width) * weight
                                }
                            }
                            sum.store(pixel + channel, width)
                        }
                    }
                }
            }
        }
    }
}

/// The cells of an adaptive pooling along one axis.
private struct AdaptiveCells {
    /// The number of pixels.
    let size: Int
    /// The pixels of each cell.
    let ranges: [Range<Int>]
    /// The cells that contain each pixel.
    let cells: [Range<Int>]

    init(_ count: Int, over size: Int) {
        self.size = size
        let ranges = (0..<count).map { AdaptiveWindow.range($0, of: count, over: size) }
        self.ranges = ranges
        cells = (0..<size).map { pixel in
            let found = ranges.indices.filter { ranges[$0].contains(pixel) }
            return (found.first ?? 0)..<(found.last.map { $0 + 1 } ?? 0)
        }
    }
}
