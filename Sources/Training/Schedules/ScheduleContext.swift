package import Settings

/// The training that a schedule is for: what its settings can contradict.
package struct ScheduleContext: Sendable, Hashable {
    /// The optimizer's learning rate.
    package var base: Double
    /// Epochs that the schedule has, without those of a warm-up.
    package var epochs: Double

    package init(base: Double, epochs: Double) {
        self.base = base
        self.epochs = epochs
    }

    /// A lowest rate that lies above the base rate, where a schedule that is to lower the rate would raise it.
    func minimumAboveBase(_ minimum: Double) -> [Contradiction] {
        guard minimum >= base else { return [] }
        let text = JSON.number(minimum).canonical
        let rate = JSON.number(base).canonical
        if minimum == base {
            return [
                Contradiction(
                    .note, "minimum",
                    "is \(text), as the optimizer's learning rate: the rate never changes")
            ]
        }
        return [
            Contradiction(
                .error, "minimum",
                "must not be above the optimizer's learning rate, which is \(rate), for the rate would rise; got \(text)"
            )
        ]
    }

    /// A first change that comes after the last epoch.
    /// - Parameter first: the epoch, from 0, at which the rate changes for the first time.
    func changesTooLate(_ setting: String, first: Double, what: String) -> [Contradiction] {
        guard first >= epochs else { return [] }
        return [
            Contradiction(
                .note, setting,
                "\(what) would come after epoch \(JSON.number(first).canonical), and the schedule has "
                    + "\(JSON.number(max(0, epochs)).canonical) epochs: the rate never changes by it"
            )
        ]
    }

    /// A factor with which nothing changes.
    func changesNothing(_ setting: String, _ value: Double, neutral: Double) -> [Contradiction] {
        guard value == neutral else { return [] }
        return [
            Contradiction(
                .note, setting, "is \(JSON.number(value).canonical): the rate never changes")
        ]
    }
}
