import Engine
package import Networks

/// The division of the training images of an epoch into batches: full batches and a smaller last
/// one. A last batch of one image is left out if a batch norm would normalize one value per
/// channel.
///
/// A step averages the gradients of `accumulate` consecutive batches; the last step of an epoch
/// averages those of the batches that are left.
package struct EpochBatches: Sendable, Hashable {
    /// The number of images in a full batch.
    package let size: Int
    /// The number of images at the end of the order that an epoch leaves out: 0 or 1.
    package let leftOut: Int
    /// The number of batches in an epoch.
    package let count: Int
    /// The number of batches of a full step.
    package let accumulate: Int

    /// - Parameters:
    ///   - examples: the number of training images.
    ///   - size: the number of images in a full batch.
    ///   - accumulate: the number of batches of a full step.
    ///   - graph: the graph that trains, for any batch size.
    package init(examples: Int, size: Int, accumulate: Int = 1, for graph: Graph) {
        self.size = size
        self.accumulate = accumulate
        let isLastOne = size > 1 && examples > 1 && examples % size == 1
        leftOut = isLastOne && graph.singlePixelNorm != nil ? 1 : 0
        count = (examples - leftOut + size - 1) / size
    }

    /// The number of optimizer steps in an epoch.
    package var steps: Int { (count + accumulate - 1) / accumulate }

    /// The position of a batch in its step.
    /// - Parameter batch: the number of the batch in the epoch, from 0.
    func group(of batch: Int) -> BatchGroup {
        let first = batch / accumulate * accumulate
        return BatchGroup(position: batch - first, count: min(accumulate, count - first))
    }

    /// The part of the order of an epoch on which it trains.
    /// - Parameter step: the number of steps at the start that are done.
    func trained(_ order: [Int], after step: Int = 0) -> [Int] {
        Array(order.dropLast(leftOut).dropFirst(step * accumulate * size))
    }
}
