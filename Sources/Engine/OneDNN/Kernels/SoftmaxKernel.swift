/// The softmax of the rows of a matrix.
struct SoftmaxKernel {
    let rows: Int
    let columns: Int
    /// The factor of the scores.
    let scale: Float
    let threads: Int

    /// Replaces scores by `softmax(scale * scores)` along each row.
    func forward(_ scores: UnsafeMutablePointer<Float>) {
        Parallel.forEach(rows, grain: 8, threads: threads) { range in
            for row in range {
                let row = scores + row * columns
                var largest = -Float.infinity
                for column in 0..<columns { largest = max(largest, row[column]) }
                var sums = Vector.zero
                forEachVector(columns) { offset, width in
                    let centred = Vector.load(row + offset, width) - largest
                    let value = (centred * scale).exponential
                    value.store(row + offset, width)
                    sums += value.keeping(first: width)
                }
                let factor = 1 / sums.pixelSums(lanes: Vector.scalarCount)
                forEachVector(columns) { offset, width in
                    (.load(row + offset, width) * factor).store(row + offset, width)
                }
            }
        }
    }

    /// Replaces the gradient with respect to the probabilities `p` by that with respect to the
    /// scores, `scale * p * (dp - sum(p dp))`.
    func backward(_ probabilities: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>) {
        Parallel.forEach(rows, grain: 8, threads: threads) { range in
            for row in range {
                let (p, dp) = (probabilities + row * columns, gradient + row * columns)
                var sums = Vector.zero
                forEachVector(columns) { offset, width in
                    sums += Vector.load(p + offset, width) * Vector.load(dp + offset, width)
                }
                let mean = sums.pixelSums(lanes: Vector.scalarCount)
                forEachVector(columns) { offset, width in
                    let centred = Vector.load(dp + offset, width) - mean
                    (Vector.load(p + offset, width) * centred * scale).store(dp + offset, width)
                }
            }
        }
    }
}
