import Tensors

/// The order in which an epoch goes through a split.
package enum Order {
    /// The split's own order, for evaluation.
    package static func sequential(count: Int) -> [Int] { Array(0..<count) }

    /// A random order that depends on seed and epoch alone.
    package static func shuffled(count: Int, seed: UInt64, epoch: Int) -> [Int] {
        var stream = RandomStream(seed: seed, purpose: .shuffle, epoch: epoch)
        return stream.permutation(of: count)
    }
}
