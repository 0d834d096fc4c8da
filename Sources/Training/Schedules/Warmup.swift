import JSON
package import Vocabulary

/// The warm-up of a schedule: the rate rises linearly from `startFactor * base` to `base`, as in
/// PyTorch's `LinearLR(start_factor=startFactor, total_iters=epochs)`.
package struct Warmup: Sendable, Hashable {
    /// The length, which may include a fraction of an epoch; 0: no warm-up.
    package var epochs: Double
    /// The first rate as a fraction of the base rate, in (0, 1].
    package var startFactor: Double

    package init(epochs: Double, startFactor: Double = 1 / 3) {
        self.epochs = epochs
        self.startFactor = startFactor
    }

    /// Reads the warm-up from the settings of a schedule; nil if there is none.
    package init?(_ schedule: SettingValues) {
        guard let values = schedule.optionalObject(Self.setting.name) else { return nil }
        self.init(epochs: values.number("epochs"))
        startFactor = values.optionalNumber("startFactor") ?? startFactor
    }

    /// The rate `epoch` epochs after the start, before the end of the warm-up.
    package func rate(base: Double, at epoch: Double) -> Double {
        base * (startFactor + (1 - startFactor) * epoch / epochs)
    }

    /// The setting that every schedule has.
    package static let setting = Setting(
        "warmup",
        .object(
            [
                Setting(
                    "epochs", .number(.nonNegative), default: nil,
                    "The length of the warm-up in epochs, also a fraction of one."),
                Setting(
                    "startFactor", .number(.factor), default: .null,
                    "The first rate as a fraction of the base rate; null: a third."),
            ], example: #"{"epochs": 1, "startFactor": 0.1}"#),
        default: .null,
        "The epochs in which the rate rises to the base rate before the schedule; null: none.")
}
