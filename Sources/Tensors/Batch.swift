/// A minibatch: the examples of one step of a network, with their targets.
///
/// A batch that does not fill a program's batch size has fewer examples than the program's shape.
package struct Batch {
    /// The values of the examples one after the other, `[count, C, H, W]` or `[count, F]`
    /// row-major. They are valid during the call that the batch is passed to, or until the next
    /// batch of the loader.
    package let values: UnsafeBufferPointer<Float>
    /// The number of examples.
    package let count: Int
    /// A target for every example; empty if the batch is for inference alone.
    package let targets: Targets
    /// The owner of the memory of `values`, which lives as long as the batch.
    private let owner: AnyObject?

    package init(
        _ values: UnsafeBufferPointer<Float>, count: Int, targets: Targets = Targets([]),
        owner: AnyObject? = nil
    ) {
        self.values = values
        self.count = count
        self.targets = targets
        self.owner = owner
    }

    /// A batch for training: an example for every label.
    package init(_ values: UnsafeBufferPointer<Float>, labels: [Int32]) {
        self.init(values, count: labels.count, targets: Targets(labels))
    }
}
