package import Results

/// A metric of a split by epoch, a line for every group.
package struct MetricChart: Chart {
    package enum Metric: Sendable {
        case accuracy
        case loss
    }

    private let split: MetricSplit
    private let metric: Metric

    package init(_ split: MetricSplit, _ metric: Metric) {
        self.split = split
        self.metric = metric
    }

    package var info: ChartInfo {
        let split = split.title
        let metric = metric == .accuracy ? "accuracy" : "loss"
        let name = self.split == .val ? "validation" : self.split.rawValue
        return ChartInfo(
            name: "\(name)_\(metric)",
            title: "\(split.prefix(1).uppercased())\(split.dropFirst()) \(metric) by epoch",
            caption: "The mean over seeds after every epoch; a band spans the seeds' smallest and "
                + "largest values, and a gap marks values that are not finite.")
    }

    package func draw(_ results: StudyResults) -> Drawing? {
        let series = results.groups.map { group in
            EpochSeries(group, label: group.label) { record in
                record.metrics[split].map { metric == .loss ? $0.loss : 100 * $0.accuracy }
            }
        }
        guard series.contains(where: { !$0.points.isEmpty }) else { return nil }
        let values = series.flatMap(\.points).flatMap { [$0.low, $0.high] }
        let scale =
            switch metric {
            case .accuracy: Scale(values, least: 4, limits: 0...100)
            case .loss: Scale(values, least: 0.02, mayBeLogarithmic: true)
            }
        return EpochDrawing(
            info: info, axisTitle: metric == .accuracy ? "Accuracy (%)" : "Loss (mean over images)",
            series: series, scale: scale
        ).drawing
    }
}
