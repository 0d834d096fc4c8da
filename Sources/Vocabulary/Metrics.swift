/// The loss and the accuracy on a split after an epoch.
package struct Metrics: Sendable, Hashable {
    /// The mean loss over images; not finite if the trial diverged.
    package var loss: Double
    /// The fraction of correct predictions, in [0, 1].
    package var accuracy: Double

    package init(loss: Double, accuracy: Double) {
        self.loss = loss
        self.accuracy = accuracy
    }
}

/// The value of the monitored metric after an epoch.
package struct MonitoredValue: Sendable, Hashable {
    /// The metric's name, such as `val_auroc`.
    package var name: String
    /// The metric's value; not a number if it is undefined.
    package var value: Double

    package init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}
