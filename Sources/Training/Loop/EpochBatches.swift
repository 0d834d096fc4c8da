package import Networks

/// How the training images of an epoch are divided into batches: full ones and a smaller last one.
/// A last batch of one image is left out where a batch norm would see one value per channel of it.
package struct EpochBatches: Sendable, Hashable {
    /// Images of a full batch.
    package let size: Int
    /// Images that an epoch leaves out, the last in its order: 0 or 1.
    package let leftOut: Int
    /// Optimizer steps of an epoch.
    package let steps: Int

    /// - Parameters:
    ///   - examples: training images.
    ///   - size: images of a full batch.
    ///   - graph: what trains, laid out for any batch.
    package init(examples: Int, size: Int, for graph: Graph) {
        self.size = size
        let isLastOne = size > 1 && examples > 1 && examples % size == 1
        leftOut = isLastOne && graph.singlePixelNorm != nil ? 1 : 0
        steps = (examples - leftOut + size - 1) / size
    }

    /// The positions that an epoch trains on, of all in its order.
    func trained(_ order: [Int]) -> [Int] { Array(order.dropLast(leftOut)) }
}
