import Analysis
import Evaluation
package import Results
import Terminal

/// The charts of an evaluation on other data, beside the internal test images of the study.
package enum EvaluationCharts {
    /// The names of all charts, drawn or not.
    package static let names = [
        "roc", "calibration", "confusion", "net_benefit", "risk_coverage",
        ScoreDistributionChart.name,
        SubgroupChart.name,
    ]

    /// The charts for which the predictions suffice, by name.
    /// - Parameters:
    ///   - table: the predictions of the evaluated images.
    ///   - others: the predictions of the internal test images; nil: they are not shown.
    ///   - readers: somebody else's predictions of the evaluated images, shown in the ROC chart.
    package static func drawings(
        _ record: EvaluationRecord, _ table: PredictionTable, internal others: PredictionTable?,
        readers: [ReaderPredictions] = []
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
            ("roc", roc(record, known, readers)), ("calibration", calibration(record, known)),
            ("confusion", confusion(record)), ("net_benefit", netBenefit(record, known)),
            ("risk_coverage", coverage(record, known)),
            (ScoreDistributionChart.name, scores(record, known)),
            (SubgroupChart.name, record.subgroups.flatMap { SubgroupChart(subgroups: $0).drawing }),
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

    private static func roc(
        _ record: EvaluationRecord, _ sets: Sets, _ readers: [ReaderPredictions]
    ) -> Drawing? {
        guard let positive = record.positiveClass else { return nil }
        let own = lines(sets, ROCChart.curve)
        guard !own.isEmpty else { return nil }
        let others = ReaderCurves(readers, record, firstMark: own.count)
        var drawing = ROCChart().plot(
            notes: [
                "Positive class: \(positive); \(images(record)); beside each name: area under the "
                    + "curve (AUROC). Dashed: random predictions."
            ] + others.notes, lines: own + others.lines
        ).drawing
        drawing.caption =
            "True-positive rate (sensitivity for \(positive)) against false-positive rate at every threshold."
        return drawing
    }

    private static func calibration(_ record: EvaluationRecord, _ sets: Sets) -> Drawing? {
        let lines = lines(sets, CalibrationChart.curve)
        guard !lines.isEmpty else { return nil }
        var drawing = CalibrationChart().plot(
            of: images(record), classes: record.classes.count,
            heights: lines.flatMap(\.points).map(\.value), lines: lines
        ).drawing
        drawing.caption = CalibrationChart.caption
        return drawing
    }

    private static func confusion(_ record: EvaluationRecord) -> Drawing? {
        guard record.classes.count <= ConfusionChart.mostClasses else { return nil }
        func block(_ title: String, _ counts: [[Int]]) -> HeatMap.Block {
            ConfusionChart.block(
                title: title, record.classes, counts.map { $0.map { Double($0) } })
        }
        let decided = record.decidedConfusion.map { counts in
            let value = record.threshold.map { " \(Formatting.fixed($0.value, 3))" } ?? ""
            return block("at the threshold\(value)", counts)
        }
        return ConfusionChart().drawing(
            title: "Confusion matrix", of: Formatting.plural(record.images.total, "image"),
            note: nil,
            [block("most probable class", record.confusion)] + (decided.map { [$0] } ?? []))
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

    private static func scores(_ record: EvaluationRecord, _ sets: Sets) -> Drawing? {
        record.positiveClass.flatMap {
            ScoreDistributionChart(
                sets: sets, classes: record.classes, positive: $0, images: images(record)
            ).drawing
        }
    }

    private static func images(_ record: EvaluationRecord) -> String {
        Formatting.plural(record.images.total, "image")
            + (record.shift.map { " and \(Formatting.count($0.images)) internal test images" }
                ?? "")
    }
}
