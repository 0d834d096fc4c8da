import Vocabulary

/// The units of the metrics that are accuracies or error rates: fractions or percent.
///
/// A metric has one unit in the whole experiment, since the values of a single run may not show it:
/// an accuracy of 0.9 is poor in percent. Where the values of the runs contradict each other, the
/// unit is unknown.
struct AccuracyUnits {
    private enum Unit { case fraction, percent, unknown }

    /// The finite values of a metric in a run.
    private struct Series {
        let run: ForeignRun
        let values: [Double]

        /// True if the values are small, and not all of them are 0, which is so in every unit.
        var isOfFractions: Bool { values.allSatisfy { $0 <= 1 } && values.contains { $0 > 0 } }

        /// The run with its values, as `run 1 (0123abcd): 0.5 to 0.9`.
        var text: String {
            let (least, most) = (values.min() ?? 0, values.max() ?? 0)
            return "\(run.name) (\(run.id)): \(least) to \(most)"
        }
    }

    private var units: [String: Unit] = [:]
    /// The metrics that are converted, and those whose unit is unknown, with runs and values.
    private(set) var notes: [String] = []

    init(_ runs: [(run: ForeignRun, chosen: ChosenMetrics)]) {
        var series: [String: [Series]] = [:]
        for (run, chosen) in runs {
            for name in chosen.accuracies {
                let values = (run.metrics[name] ?? []).map(\.value).filter(\.isFinite)
                guard !values.isEmpty else { continue }
                series[name, default: []].append(Series(run: run, values: values))
            }
        }
        for (name, series) in series.sorted(by: { $0.key < $1.key }) {
            let unit = Self.unit(series)
            units[name] = unit
            switch unit {
            case .fraction: break
            case .percent:
                let count = series.count
                notes.append(
                    "percent: \(name) is divided by 100 (\(count) \(count == 1 ? "run" : "runs"))")
            case .unknown: notes.append(Self.note(name, series))
            }
        }
    }

    private static func unit(_ series: [Series]) -> Unit {
        // 0 is the same in every unit.
        let values = series.flatMap(\.values).filter { $0 != 0 }.sorted()
        guard let most = values.last, most > 1 else { return .fraction }
        let median = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
        return median > 1.5 && !series.contains(where: \.isOfFractions) ? .percent : .unknown
    }

    /// Says why a unit is unknown, with some runs of both kinds.
    private static func note(_ name: String, _ series: [Series]) -> String {
        let small = series.filter(\.isOfFractions)
        let large = series.filter { $0.values.contains { $0 > 1 } }
        let shown = large.prefix(3) + small.prefix(3)
        let rest = large.count + small.count - shown.count
        return "left out: \(name): its values are neither all fractions nor all in percent: "
            + shown.map(\.text).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    }

    /// The number by which the values of a metric are divided to give fractions; nil if the unit is
    /// unknown.
    func divisor(_ name: String) -> Double? {
        switch units[name] ?? .fraction {
        case .fraction: 1
        case .percent: 100
        case .unknown: nil
        }
    }
}
