import Foundation
import JSON
import Plotting
import Reports
import Runs
import Studies
import Terminal
import Training
import Vocabulary

/// The result of a learning-rate range test for one setup.
struct RangeTestResult {
    let setup: RangeSetup
    let curve: RangeCurve
    /// The folder for the chart and its data.
    let folder: String

    private var settings: TrainingSettings { setup.entry.trial.settings.training }
    private var kind: String { setup.entry.trial.settings.network.configuration.kind }
    private var path: String { "\(folder)/\(setup.name)" }

    /// The suggested learning rates with their labels.
    private var suggestions: [(label: String, rate: Double)] {
        [
            curve.steepest.map { ("steepest descent", $0.learningRate) },
            curve.tenthOfMinimum.map { ("a tenth of the rate at the minimum", $0) },
        ].compactMap { $0 }
    }

    /// Writes the chart, its data and its gnuplot script.
    /// - Throws: `PlottingError`, `FileError`.
    func draw() throws {
        let chart = RangeTestChart(
            name: setup.name, title: "Learning-rate range test: \(setup.name)", notes: [how, end],
            points: curve.points.map {
                .init(rate: $0.learningRate, loss: $0.loss, smoothedLoss: $0.smoothedLoss)
            },
            marks: suggestions.map { .init(label: $0.label, rate: $0.rate) })
        try ChartFolder.draw(
            [(setup.name, chart.drawing)], in: folder,
            again: "cd \(folder) && gnuplot \(setup.name).gp")
    }

    /// The settings of the test, such as
    /// `cnn4, adam, batch 32, seed 1: 88 of 100 steps, rates from 1e-07 to 1.0.`
    private var how: String {
        let points = curve.points
        let backbone =
            setup.backboneFraction.map { ", backbone at \(rateText($0)) of the rate" } ?? ""
        return "\(kind), \(settings.optimizer.kind), batch \(settings.batchSize), "
            + "seed \(setup.entry.trial.settings.seed)\(backbone): \(points.count) of "
            + "\(curve.test.steps) steps, rates from \(rateText(points.first?.learningRate ?? 0)) "
            + "to \(rateText(points.last?.learningRate ?? 0))."
    }

    private var end: String {
        if !curve.hasDiverged {
            return curve.isStillFalling
                ? "The loss was still falling at the last step: try a higher --to."
                : "All steps done; the smoothed loss stayed below \(Int(RangeCurve.limit)) times its minimum."
        }
        return curve.points.last?.smoothedLoss.isFinite == true
            ? "Stopped when the smoothed loss exceeded \(Int(RangeCurve.limit)) times its minimum."
            : "Stopped when the loss was no longer finite."
    }

    /// The result for the terminal.
    var text: String {
        let width = suggestions.map(\.label.count).max() ?? 0
        var lines = ["\(setup.name)", "  \(how)", "  \(end)"]
        lines += suggestions.map { label, rate in
            "  \(label.padding(toLength: width, withPad: " ", startingAt: 0))  \(rateText(rate))"
        }
        if let fall = curve.fall, fall < 0.02 {
            lines.append(
                "  the smoothed loss fell by only \(Formatting.percent(fall)), which can be chance: try more --steps"
            )
        }
        if suggestions.isEmpty {
            lines.append(
                "  no suggestion, since the loss did not fall; try more --steps or another --from")
        }
        lines.append("  chart: \(path).png")
        return lines.joined(separator: "\n")
    }

    /// The rate at the steepest descent, else a tenth of the rate at the minimum; nil without a
    /// suggestion.
    var suggestedRate: Double? { suggestions.first?.rate }

    /// Advice on the use of the suggested rates.
    /// - Parameter rate: a suggested rate for the example.
    static func explanation(rate: Double?) -> String {
        let center = rate ?? 0.003
        let rates = [center / 3, center, center * 3].map { String(format: "%.1g", $0) }
        return """
            How to use the rates: both are starting values for training.optimizer.learningRate, which schedules multiply by
            a factor. At the steepest descent, the loss fell fastest. A tenth of the rate at the minimum keeps a distance from
            rates at which the loss increases. If the two rates differ, choose a rate in the chart where the loss is falling,
            clearly to the left of the minimum. Then compare two or three rates around it in a study, for example:
              "sweep": { "training.optimizer.learningRate": [\(rates.joined(separator: ", "))] }
            The test uses one seed and few batches. Test again if you change the optimizer, the batch size or the network.
            """
    }

    /// The result as JSON.
    var json: JSONValue {
        [
            "name": .string(setup.name), "network": .string(kind),
            "optimizer": .string(settings.optimizer.kind),
            "batchSize": .number(Double(settings.batchSize)),
            "seed": .number(Double(setup.entry.trial.settings.seed)),
            "backboneFraction": setup.backboneFraction.map { .number($0) } ?? .null,
            "trials": .array(setup.trials.map { .string($0.id) }),
            "steps": .number(Double(curve.points.count)), "diverged": .boolean(curve.hasDiverged),
            "steepest": curve.steepest.map { .number($0.learningRate) } ?? .null,
            "fall": curve.fall.map { .number($0) } ?? .null,
            "minimum": curve.minimum.map { .number($0.learningRate) } ?? .null,
            "tenthOfMinimum": curve.tenthOfMinimum.map { .number($0) } ?? .null,
            "data": .string("\(path).csv"), "chart": .string("\(path).png"),
        ]
    }
}

/// A rate with two significant digits, such as `1e-07` or `0.0032`.
private func rateText(_ rate: Double) -> String { String(format: "%.2g", rate) }
