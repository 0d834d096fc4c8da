/// What is measured on a split after an epoch.
package struct Metrics: Sendable, Hashable {
    /// The mean over images; not finite when the trial diverged.
    package var loss: Double
    /// Right answers by all answers, in [0, 1].
    package var accuracy: Double

    package init(loss: Double, accuracy: Double) {
        self.loss = loss
        self.accuracy = accuracy
    }
}

/// The monitored metric after an epoch.
package struct MonitoredValue: Sendable, Hashable {
    /// Such as `val_auroc`.
    package var name: String
    /// Not a number where it is not defined.
    package var value: Double

    package init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}
