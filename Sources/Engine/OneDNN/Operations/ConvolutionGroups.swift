internal import Tensors

/// The groups of a convolution's channels, and those that its kernels compute.
///
/// The kernels process 16 channels at once, so groups of 4 or 8 channels would leave most of a
/// vector unused. Neighboring groups are therefore merged into one group of 16 channels or a
/// multiple, whose weights are zero between channels of different groups: sums do not change, and
/// the kernels are those of ordinary convolutions.
struct ConvolutionGroups {
    /// The number of groups of the network.
    let count: Int
    /// The number of neighboring groups that a kernel computes as one.
    let merged: Int
    /// The shape of the network's weight, `[O, C / G, KH, KW]`; also for a weight of `[O, C]`.
    let weight: Shape

    /// An operation without groups.
    static let one = ConvolutionGroups(count: 1, merged: 1, weight: [1, 1])

    private init(count: Int, merged: Int, weight: Shape) {
        (self.count, self.merged, self.weight) = (count, merged, weight)
    }

    /// - Parameter weight: `[O, C / G, KH, KW]`, or `[O, C]` for a linear layer for each pixel.
    init(weight: Shape, channels: Int) {
        let weight: Shape = weight.rank == 2 ? [weight[0], weight[1], 1, 1] : weight
        self.weight = weight
        let count = channels / weight[1]
        self.count = count
        let (inputs, outputs) = (weight[1], weight[0] / count)
        // Depthwise convolutions have kernels of their own.
        guard count > 1, inputs > 1 || outputs > 1 else {
            merged = 1
            return
        }
        let lanes = Vector.scalarCount
        merged =
            (1...lanes).first {
                count % $0 == 0 && $0 * inputs % lanes == 0 && $0 * outputs % lanes == 0
            } ?? 1
    }

    var isMerged: Bool { merged > 1 }

    /// True if each channel is a group.
    var isDepthwise: Bool { count > 1 && weight[1] == 1 && weight[0] == count }

    /// The shape of the weight that the kernels read: with more than one group,
    /// `[G', O / G', C / G', KH, KW]` for `G'` merged groups.
    var kernelShape: Shape {
        guard count > 1 else { return weight }
        let groups = count / merged
        return [groups, weight[0] / groups, weight[1] * merged, weight[2], weight[3]]
    }

    /// The weight that the kernels read, from the network's.
    func merged(_ tensor: Tensor) -> Tensor {
        guard isMerged else { return tensor }
        var result = Tensor(repeating: 0, shape: kernelShape)
        result.withUnsafeMutableValues { target in
            tensor.withUnsafeValues { source in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                merge(from, to)
            }
        }
        return result
    }

    /// Copies the network's weight, row-major, to the positions in the merged weight, whose other
    /// elements are zero.
    func merge(_ weight: UnsafePointer<Float>, _ merged: UnsafeMutablePointer<Float>) {
        forEachRow { row, mergedRow, length in
            (merged + mergedRow).update(from: weight + row, count: length)
        }
    }

    /// Copies the elements of the network's weight from a merged one, row-major.
    func separate(_ merged: UnsafePointer<Float>, _ weight: UnsafeMutablePointer<Float>) {
        forEachRow { row, mergedRow, length in
            (weight + row).update(from: merged + mergedRow, count: length)
        }
    }

    /// Calls `body` with the offsets of the elements of each output channel in both weights, and
    /// their number.
    private func forEachRow(_ body: (_ row: Int, _ mergedRow: Int, _ length: Int) -> Void) {
        let length = weight.extents.dropFirst().reduce(1, *)
        let outputs = weight[0] / count
        for output in 0..<weight[0] {
            let position = output / outputs % merged
            body(output * length, (output * merged + position) * length, length)
        }
    }
}
