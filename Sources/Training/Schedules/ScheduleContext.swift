package import JSON
package import Vocabulary

/// The training that a schedule is for: what its settings can contradict.
package struct ScheduleContext: Sendable, Hashable {
    /// The base rate, such as the optimizer's learning rate.
    package var base: Double
    /// Epochs that the schedule has, without those of a warm-up.
    package var epochs: Double
    /// Whether the rate changes at every step rather than between epochs.
    package var isPerStep: Bool
    /// The base rate's name in messages.
    package var name: String

    /// - Parameter name: of the base rate, for people.
    package init(
        base: Double, epochs: Double, isPerStep: Bool = false,
        name: String = "the optimizer's learning rate"
    ) {
        self.base = base
        self.epochs = epochs
        self.isPerStep = isPerStep
        self.name = name
    }

    /// The same training for a schedule that changes between epochs alone.
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

    /// Whether the rate is looked up at `epoch`, counted from the schedule's start, or later. A
    /// schedule per epoch looks it up for the last time when the last epoch begins.
    func reaches(_ epoch: Double) -> Bool { isPerStep ? epoch < epochs : epoch <= epochs - 1 }

    /// A lowest rate that is not below the base rate, where a schedule that is to lower the rate
    /// would raise it or keep it.
    /// - Parameter effect: what a minimum above the base rate would do.
    func minimumAboveBase(
        _ minimum: Double, effect: String = "the rate would rise"
    ) -> [Contradiction] {
        guard minimum >= base else { return [] }
        let (text, rate) = (JSONValue.text(of: minimum), JSONValue.text(of: base))
        if minimum == base {
            return [
                Contradiction(.note, "minimum", "is \(text), as \(name): the rate never changes")
            ]
        }
        return [
            Contradiction(
                .error, "minimum",
                "must not be above \(name), which is \(rate), for \(effect); got \(text)")
        ]
    }

    /// A first change that comes after the last epoch.
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
                "\(what) would come after epoch \(start), and \(end): the rate never changes by it")
        ]
    }

    /// A factor with which nothing changes.
    func changesNothing(_ setting: String, _ value: Double, neutral: Double) -> [Contradiction] {
        guard value == neutral else { return [] }
        return [
            Contradiction(.note, setting, "is \(JSONValue.text(of: value)): the rate never changes")
        ]
    }
}
