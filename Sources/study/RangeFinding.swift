import Foundation
import JSON
import Plotting
import Reports
import Runs
import Studies
import Terminal
import Training
import Vocabulary

/// What `study lr-find` found for one setup.
struct RangeFinding {
    let setup: RangeSetup
    let curve: RangeCurve
    /// Where its files go.
    let folder: String

    private var settings: TrainingSettings { setup.entry.trial.settings.training }
    private var kind: String { setup.entry.trial.settings.network.configuration.kind }
    private var path: String { "\(folder)/\(setup.name)" }

    /// The suggested rates, with what they are.
    private var suggestions: [(label: String, rate: Double)] {
        [
            curve.steepest.map { ("steepest descent", $0.learningRate) },
            curve.tenthOfMinimum.map { ("a tenth of the rate at the minimum", $0) },
        ].compactMap { $0 }
    }

    /// Writes data, script and chart.
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

    /// Such as `cnn4, adam, batch 32, seed 1: 88 of 100 steps, rates from 1e-07 to 1.0.`
    private var how: String {
        let points = curve.points
        let share = setup.backboneFraction.map { ", backbone at \(rateText($0)) of the rate" } ?? ""
        return "\(kind), \(settings.optimizer.kind), batch \(settings.batchSize), "
            + "seed \(setup.entry.trial.settings.seed)\(share): \(points.count) of "
            + "\(curve.test.steps) steps, rates from \(rateText(points.first?.learningRate ?? 0)) "
            + "to \(rateText(points.last?.learningRate ?? 0))."
    }

    private var end: String {
        if !curve.hasDiverged {
            return curve.isStillFalling
                ? "The loss was still falling at the last step: try a higher --to."
                : "All steps were made: the smoothed loss stayed below \(Int(RangeCurve.limit)) times its best."
        }
        return curve.points.last?.smoothedLoss.isFinite == true
            ? "Ended when the smoothed loss exceeded \(Int(RangeCurve.limit)) times its best."
            : "Ended when the loss was not a finite number any more."
    }

    /// For people.
    var text: String {
        let width = suggestions.map(\.label.count).max() ?? 0
        var lines = ["\(setup.name)", "  \(how)", "  \(end)"]
        lines += suggestions.map { label, rate in
            "  \(label.padding(toLength: width, withPad: " ", startingAt: 0))  \(rateText(rate))"
        }
        if let fall = curve.fall, fall < 0.02 {
            lines.append(
                "  the smoothed loss fell by \(Formatting.percent(fall)) only, which may be chance: try more --steps"
            )
        }
        if suggestions.isEmpty {
            lines.append(
                "  no suggestion: the loss did not fall; try more --steps, or another --from")
        }
        lines.append("  chart: \(path).png")
        return lines.joined(separator: "\n")
    }

    /// How to use what was found.
    static let explanation = """
        How to use them: either rate is a start for training.optimizer.learningRate, which schedules scale and most
        begin with. At the steepest descent the test learned fastest; a tenth of the rate at the minimum keeps away from
        where the loss explodes. Where they disagree, look at the chart and take a rate on the slope, well left of the
        minimum; then compare two or three rates around it:
          "sweep": { "training.optimizer.learningRate": [0.001, 0.003, 0.01] }
        The test sees one seed and few batches; another optimizer, batch size or network wants a test of its own.
        """

    /// For programs.
    var json: JSONValue {
        [
            "name": .string(setup.name), "network": .string(kind),
            "optimizer": .string(settings.optimizer.kind),
            "batchSize": .number(Double(settings.batchSize)),
            "seed": .number(Double(setup.entry.trial.settings.seed)),
            "backboneShare": setup.backboneFraction.map { .number($0) } ?? .null,
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

/// Two digits, such as `1e-07` or `0.0032`.
private func rateText(_ rate: Double) -> String { String(format: "%.2g", rate) }
