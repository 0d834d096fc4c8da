package import Tensors

/// Where a training stands: with the options and the data, all that it needs to go on with the same
/// bits.
package struct TrainerState: Sendable {
    /// The epoch that goes on, from 0; the one that is next, where no step of it is done.
    package var epoch: Int
    /// Steps of that epoch that are done.
    package var step: Int
    /// Of those steps.
    package var sum: LossSum
    /// The monitored metric of the epochs before.
    package var history: [Double]
    /// Seconds of the epoch so far.
    package var seconds: Double
    /// By name, in the order of the network.
    package var parameters: [(name: String, value: Tensor)]
    /// The optimizer's memory of each parameter, by name.
    package var slots: [(name: String, values: [Tensor])]

    package init(
        epoch: Int, step: Int, sum: LossSum, history: [Double], seconds: Double,
        parameters: [(name: String, value: Tensor)], slots: [(name: String, values: [Tensor])]
    ) {
        self.epoch = epoch
        self.step = step
        self.sum = sum
        self.history = history
        self.seconds = seconds
        self.parameters = parameters
        self.slots = slots
    }
}
