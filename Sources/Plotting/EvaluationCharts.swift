import Analysis
import Evaluation
package import Results
import Terminal

/// The charts of an evaluation on other data, beside the internal test images of the study.
package enum EvaluationCharts {
    /// The names of all charts, drawn or not.
    package static let names = ["roc", "calibration", "confusion", "net_benefit", "risk_coverage"]

    /// The charts for which the predictions suffice, by name.
    /// - Parameters:
    ///   - table: the predictions of the evaluated images.
    ///   - others: the predictions of the internal test images; nil: they are not shown.
    package static func drawings(
        _ record: EvaluationRecord, _ table: PredictionTable, internal others: PredictionTable?
    ) -> [(name: String, drawing: Drawing)] {
        var record = record
        if others == nil { record.shift = nil }
        let sets = [(record.name, table)] + (others.map { [("internal test", $0)] } ?? [])
        let known = sets.compactMap { name, table in
            (try? table.weighted(positive: record.positiveClass)).map {
                (name: name, predictions: $0)
            }
        }
        return [
            ("roc", roc(record, known)), ("calibration", calibration(record, known)),
            ("confusion", confusion(record)), ("net_benefit", netBenefit(record, known)),
            ("risk_coverage", coverage(record, known)),
        ].compactMap { name, drawing in drawing.map { (name, $0) } }
    }

    private typealias Sets = [(name: String, predictions: WeightedPredictions)]

    private static func lines(
        _ sets: Sets, _ curve: ([WeightedPredictions]) -> PredictionCurves.Curve?
    ) -> [LinePlot.Line] {
        sets.enumerated().compactMap { index, set in
            curve([set.predictions]).flatMap { curve in
                guard !curve.points.isEmpty else { return nil }
                return LinePlot.Line(
                    label: set.name,
                    detail: curve.summary.map { "  " + Formatting.fixed($0, 3) } ?? "",
                    mark: ChartStyle.mark(index), points: curve.points)
            }
        }
    }

    private static func roc(_ record: EvaluationRecord, _ sets: Sets) -> Drawing? {
        guard let positive = record.positiveClass else { return nil }
        let lines = lines(sets, ROCChart.curve)
        guard !lines.isEmpty else { return nil }
        var drawing = LinePlot(
            name: "roc", title: "ROC curves",
            notes: [
                "Positive class: \(positive); \(images(record)); beside each name: area under the "
                    + "curve (AUROC). Dashed: random predictions."
            ], xTitle: "False-positive rate (1 - specificity)", xAxis: .fraction(),
            yTitle: "True-positive rate (sensitivity)", yAxis: .fraction(), lines: lines,
            form: .plain, sharedColumn: nil,
            columns: ("false_positive_rate", "true_positive_rate"),
            guides: [PredictionCurves.diagonal], isSquare: true
        ).drawing
        drawing.caption =
            "True-positive rate (sensitivity for \(positive)) against false-positive rate at every threshold."
        return drawing
    }

    private static func calibration(_ record: EvaluationRecord, _ sets: Sets) -> Drawing? {
        let lines = lines(sets, CalibrationChart.curve)
        guard !lines.isEmpty else { return nil }
        let chance = 1 / Double(record.classes.count)
        let heights = lines.flatMap(\.points).map(\.value)
        let low = max(0, min(chance, heights.min() ?? 1) - 0.02)
        let least = CSV.short(max(low, chance))
        var drawing = LinePlot(
            name: "calibration", title: "Calibration",
            notes: [
                "A point for each of \(Reliability.usualBins) bins of the probability with at least "
                    + "\(Int(CalibrationChart.fewImages)) images; \(images(record)).",
                "Beside each name: calibration error (ECE). Dashed: perfect calibration; "
                    + "below it, predictions are overconfident.",
            ], xTitle: "Probability of the predicted class", xAxis: .fraction(low),
            yTitle: "Fraction of correct predictions", yAxis: .fraction(low), lines: lines,
            sharedColumn: nil, columns: ("mean_probability", "fraction_correct"),
            guides: [
                PredictionCurves.line(
                    from: "first \(least), first \(least)", to: "first 1, first 1")
            ], isSquare: true
        ).drawing
        drawing.caption =
            "Fraction of correct predictions against the probability of the predicted class. On the "
            + "dashed line, both are equal."
        return drawing
    }

    private static func confusion(_ record: EvaluationRecord) -> Drawing? {
        guard record.classes.count <= ConfusionChart.mostClasses else { return nil }
        let cells = record.confusion.map { row in
            row.map { count in
                let total = row.reduce(0, +)
                let fraction = total > 0 ? Double(count) / Double(total) : 0
                return HeatMap.Value(
                    value: fraction,
                    text: total > 0 ? Formatting.percent(fraction, decimals: 0) : "–",
                    detail: (Double(count), Formatting.count(count)))
            }
        }
        let map = HeatMap(
            name: "confusion", title: "Confusion matrix",
            notes: [
                "Percentage and number of the images of each actual class; "
                    + Formatting.plural(record.images.total, "image") + "."
            ],
            range: 0...1,
            blocks: [
                HeatMap.Block(
                    title: record.name, rows: record.classes.map { "actual \($0)" },
                    columns: record.classes, cells: cells)
            ], detailColumn: "images", columnTitle: "predicted class")
        return Drawing(
            data: map.data, script: map.script,
            caption:
                "Rows: actual class; columns: predicted class. The diagonal counts correct predictions."
        )
    }

    /// The decision curve of the evaluated images.
    private static func netBenefit(_ record: EvaluationRecord, _ sets: Sets) -> Drawing? {
        guard let positive = record.positiveClass, let set = sets.first,
            let column = set.predictions.positive,
            let curve = DecisionCurve(set.predictions, of: column)
        else { return nil }
        let lines: [(String, (DecisionCurve.Point) -> Double)] = [
            (record.name, { $0.model }), ("all treated", { $0.treatAll }),
            ("none treated", { $0.treatNone }),
        ]
        // The line of treating all falls without limit.
        let least = -0.1
        var drawing = LinePlot(
            name: "net_benefit", title: "Decision curve",
            notes: [
                "Positive class: \(positive); \(Formatting.plural(record.images.total, "image")). "
                    + "At a threshold probability t, one false positive costs as much as t / (1 - t) "
                    + "true positives gain."
            ], xTitle: "Threshold probability of \(positive)", xAxis: .fraction(),
            yTitle: "Net benefit (true positives per image)",
            yAxis: .linear(
                least, max(0.1, curve.prevalence * 1.05), ticksIn: 0...max(0.1, curve.prevalence)),
            lines: lines.enumerated().map { index, line in
                LinePlot.Line(
                    label: line.0, mark: ChartStyle.mark(index),
                    points: curve.points.filter { line.1($0) >= least }.map {
                        .init(x: $0.threshold, value: line.1($0), range: nil)
                    })
            }, form: .plain, sharedColumn: nil, columns: ("threshold", "net_benefit")
        ).drawing
        drawing.caption =
            "Net benefit of treating the images predicted as \(positive), of treating all and of "
            + "treating none; a model is useful at thresholds where its line is the highest."
        return drawing
    }

    /// The fraction of errors among the most certain predictions.
    private static func coverage(_ record: EvaluationRecord, _ sets: Sets) -> Drawing? {
        let lines = lines(sets) { predictions in
            guard let curve = predictions.first.flatMap({ RiskCoverage($0) }) else { return nil }
            return (
                curve.points.map { .init(x: $0.coverage, value: $0.risk, range: nil) },
                curve.area
            )
        }
        guard !lines.isEmpty else { return nil }
        let highest = lines.flatMap(\.points).map(\.value).max() ?? 1
        var drawing = LinePlot(
            name: "risk_coverage", title: "Errors among the most certain predictions",
            notes: [
                "\(images(record)); beside each name: area under the curve. A prediction is more "
                    + "certain if its largest probability is higher."
            ], xTitle: "Fraction of images that are predicted, the most certain first",
            xAxis: .fraction(), yTitle: "Fraction of errors among them",
            yAxis: .linear(
                -0.02 * highest, max(0.05, highest * 1.05), ticksIn: 0...max(0.05, highest)),
            lines: lines,
            form: .plain,
            sharedColumn: nil, columns: ("coverage", "risk")
        ).drawing
        drawing.caption =
            "Fraction of errors if only the most certain predictions are used and the other images "
            + "are left to a person."
        return drawing
    }

    private static func images(_ record: EvaluationRecord) -> String {
        Formatting.plural(record.images.total, "image")
            + (record.shift.map { " and \(Formatting.count($0.images)) internal test images" }
                ?? "")
    }
}
