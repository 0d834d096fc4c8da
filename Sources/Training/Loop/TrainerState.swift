package import Tensors

/// The state of a training. Together with the options and the data it determines the rest of the
/// training bit for bit.
package struct TrainerState: Sendable {
    /// The current epoch, or between epochs the next one, from 0.
    package var epoch: Int
    /// The number of completed steps of the epoch.
    package var step: Int
    /// The sum of the losses of these steps.
    package var sum: LossSum
    /// The values of the monitored metric in earlier epochs.
    package var history: [Double]
    /// The seconds of the epoch so far.
    package var seconds: Double
    /// The parameters by name, in the order of the network.
    package var parameters: [(name: String, value: Tensor)]
    /// The optimizer state of each parameter, by name: one tensor per slot.
    package var slots: [(name: String, values: [Tensor])]
    /// The moving average of each parameter, by name; empty without a moving average.
    package var averages: [(name: String, value: Tensor)]

    package init(
        epoch: Int, step: Int, sum: LossSum, history: [Double], seconds: Double,
        parameters: [(name: String, value: Tensor)], slots: [(name: String, values: [Tensor])],
        averages: [(name: String, value: Tensor)] = []
    ) {
        self.epoch = epoch
        self.step = step
        self.sum = sum
        self.history = history
        self.seconds = seconds
        self.parameters = parameters
        self.slots = slots
        self.averages = averages
    }
}
