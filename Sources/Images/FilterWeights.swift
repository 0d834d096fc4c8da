import Vocabulary

/// The weights of the inputs of each output position of a resizing along one axis, as in Pillow's
/// `Resample.c`: the filter is scaled to the reduction.
struct FilterWeights {
    /// The weights of one output position: input positions `start ..< start + weights.count`.
    struct Position {
        var start: Int
        /// The weights, whose sum is 1.
        var weights: [Double]
    }

    /// The output positions of the window.
    let positions: [Position]

    /// - Parameters:
    ///   - extent: the number of `input` positions that the output covers; less than `input` if the
    ///     last one is only partly covered.
    ///   - window: the output positions to compute, within `0 ..< output`.
    init(
        input: Int, extent: Double, output: Int, window: Range<Int>, _ filter: Interpolation
    ) {
        let scale = extent / Double(output)
        let width = max(scale, 1)
        let support = filter.support * width
        positions = window.map { position in
            let center = (Double(position) + 0.5) * scale
            let start = max(Int(center - support + 0.5), 0)
            let end = min(Int(center + support + 0.5), input)
            var weights = [Double](repeating: 0, count: max(end - start, 0))
            var total = 0.0
            for index in weights.indices {
                let weight = filter.weight(
                    (Double(start + index) - center + 0.5) * (1 / width))
                weights[index] = weight
                total += weight
            }
            if total != 0 { for index in weights.indices { weights[index] /= total } }
            return Position(start: start, weights: weights)
        }
    }

    /// The input positions that the output positions of the window read.
    var inputRange: Range<Int> {
        guard let first = positions.first, let last = positions.last else { return 0..<0 }
        return first.start..<last.start + last.weights.count
    }
}
