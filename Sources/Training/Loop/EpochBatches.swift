package import Networks

/// The division of the training images of an epoch into batches: full batches and a smaller last
/// one. A last batch of one image is left out if a batch norm would normalize one value per
/// channel.
package struct EpochBatches: Sendable, Hashable {
    /// The number of images in a full batch.
    package let size: Int
    /// The number of images at the end of the order that an epoch leaves out: 0 or 1.
    package let leftOut: Int
    /// The number of optimizer steps in an epoch.
    package let steps: Int

    /// - Parameters:
    ///   - examples: the number of training images.
    ///   - size: the number of images in a full batch.
    ///   - graph: the graph that trains, for any batch size.
    package init(examples: Int, size: Int, for graph: Graph) {
        self.size = size
        let isLastOne = size > 1 && examples > 1 && examples % size == 1
        leftOut = isLastOne && graph.singlePixelNorm != nil ? 1 : 0
        steps = (examples - leftOut + size - 1) / size
    }

    /// The part of the order of an epoch on which it trains.
    func trained(_ order: [Int]) -> [Int] { Array(order.dropLast(leftOut)) }
}
