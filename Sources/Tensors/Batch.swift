/// A minibatch: the examples of one training or inference step, with their targets.
///
/// A partial batch has fewer examples than the batch size of the program that reads it.
package struct Batch {
    /// The values of the examples, `[count, C, H, W]` or `[count, F]`, row-major. They are valid
    /// during the call that receives the batch, or until the loader returns its next batch.
    package let values: UnsafeBufferPointer<Float>
    /// The number of examples.
    package let count: Int
    /// The target of every example; empty if the batch is only for inference.
    package let targets: Targets
    /// The owner of the memory of `values`, kept alive by the batch.
    private let owner: AnyObject?

    /// A batch of `count` examples.
    /// - Parameter owner: the owner of the memory of `values`; nil if the caller keeps it alive.
    package init(
        _ values: UnsafeBufferPointer<Float>, count: Int, targets: Targets = Targets([]),
        owner: AnyObject? = nil
    ) {
        self.values = values
        self.count = count
        self.targets = targets
        self.owner = owner
    }

    /// A batch for training with one label for every example.
    package init(_ values: UnsafeBufferPointer<Float>, labels: [Int32]) {
        self.init(values, count: labels.count, targets: Targets(labels))
    }
}
