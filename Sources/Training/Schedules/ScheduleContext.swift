import JSON
import Vocabulary

/// The training of a schedule, which the settings of the schedule can contradict.
package struct ScheduleContext: Sendable, Hashable {
    /// The base rate, such as the optimizer's learning rate.
    package var base: Double
    /// The number of epochs of the schedule, without those of a warm-up.
    package var epochs: Double
    /// True if the rate changes at every step, false if it changes only between epochs.
    package var isPerStep: Bool
    /// The base rate's name in messages.
    package var name: String

    /// - Parameter name: the name of the base rate in messages.
    package init(
        base: Double, epochs: Double, isPerStep: Bool = false,
        name: String = "the optimizer's learning rate"
    ) {
        self.base = base
        self.epochs = epochs
        self.isPerStep = isPerStep
        self.name = name
    }

    /// The same training for a schedule that changes only between epochs.
    var betweenEpochs: ScheduleContext {
        var copy = self
        copy.isPerStep = false
        return copy
    }

    /// The same training after a warm-up of `length` epochs.
    func after(_ length: Double) -> ScheduleContext {
        var copy = self
        copy.epochs -= length
        return copy
    }

    /// True if the rate is computed at `epoch`, counted from the start of the schedule, or later. A
    /// schedule per epoch computes its last rate at the beginning of the last epoch.
    func reaches(_ epoch: Double) -> Bool { isPerStep ? epoch < epochs : epoch <= epochs - 1 }

    /// The contradiction of a minimum that is not below the base rate, so that the schedule would
    /// raise the rate or keep it.
    /// - Parameter effect: the effect of a minimum above the base rate.
    func minimumAboveBase(
        _ minimum: Double, effect: String = "the rate would rise"
    ) -> [Contradiction] {
        guard minimum >= base else { return [] }
        let (text, rate) = (JSONValue.text(of: minimum), JSONValue.text(of: base))
        if minimum == base {
            return [
                Contradiction(
                    .note, "minimum", "is \(text), equal to \(name): the rate never changes")
            ]
        }
        return [
            Contradiction(
                .error, "minimum",
                "must not be above \(name), which is \(rate) (otherwise \(effect)); got \(text)")
        ]
    }

    /// The contradiction of a first change that would be after the last epoch.
    /// - Parameter first: the epoch, from 0, at which the rate changes for the first time.
    func changesTooLate(_ setting: String, first: Double, what: String) -> [Contradiction] {
        guard !reaches(first) else { return [] }
        let start = JSONValue.text(of: first)
        let end =
            first >= epochs
            ? "the schedule has \(JSONValue.text(of: max(0, epochs))) epochs"
            : "the last epoch begins \(JSONValue.text(of: max(0, epochs - 1))) epochs after the "
                + "schedule's start"
        return [
            Contradiction(
                .note, setting,
                "\(what) would be after epoch \(start), but \(end), so it never happens")
        ]
    }

    /// The contradiction of a setting that leaves the rate constant.
    func changesNothing(_ setting: String, _ value: Double, neutral: Double) -> [Contradiction] {
        guard value == neutral else { return [] }
        return [
            Contradiction(.note, setting, "is \(JSONValue.text(of: value)): the rate never changes")
        ]
    }
}
