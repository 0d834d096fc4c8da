/// Adaptive average pooling over images `[outer, H, W, inner]`, where the values of `inner`
/// channels are contiguous.
struct AdaptivePoolKernel {
    let outer: Int
    /// The size of the images and of the pooled images, in pixels.
    let source: (height: Int, width: Int)
    let target: (height: Int, width: Int)
    let inner: Int
    let threads: Int

    func forward(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
        Parallel.forEach(outer, grain: 1, threads: threads) { images in
            for image in images {
                let x = x + image * source.height * source.width * inner
                let y = y + image * target.height * target.width * inner
                forEachCell { cell, rows, columns in
                    let sum = y + cell * inner
                    sum.update(repeating: 0, count: inner)
                    for row in rows {
                        for column in columns {
                            add(x + (row * source.width + column) * inner, to: sum)
                        }
                    }
                    scale(sum, by: 1 / Float(rows.count * columns.count))
                }
            }
        }
    }

    /// Distributes the gradient of each pooled cell evenly over the pixels that the cell averages.
    func backward(_ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>) {
        Parallel.forEach(outer, grain: 1, threads: threads) { images in
            for image in images {
                let dx = dx + image * source.height * source.width * inner
                let dy = dy + image * target.height * target.width * inner
                dx.update(repeating: 0, count: source.height * source.width * inner)
                forEachCell { cell, rows, columns in
                    let weight = 1 / Float(rows.count * columns.count)
                    for row in rows {
                        for column in columns {
                            let sum = dx + (row * source.width + column) * inner
                            for channel in 0..<inner {
                                sum[channel] += dy[cell * inner + channel] * weight
                            }
                        }
                    }
                }
            }
        }
    }

    private func forEachCell(_ body: (Int, Range<Int>, Range<Int>) -> Void) {
        for row in 0..<target.height {
            let rows = AdaptiveWindow.range(row, of: target.height, over: source.height)
            for column in 0..<target.width {
                body(
                    row * target.width + column, rows,
                    AdaptiveWindow.range(column, of: target.width, over: source.width))
            }
        }
    }

    private func add(_ x: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>) {
        for channel in 0..<inner { sum[channel] += x[channel] }
    }

    private func scale(_ values: UnsafeMutablePointer<Float>, by factor: Float) {
        for channel in 0..<inner { values[channel] *= factor }
    }
}
