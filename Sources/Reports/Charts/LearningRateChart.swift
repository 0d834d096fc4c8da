import Studies
package import Results

/// The learning rate by epoch: one line for all groups that share their rates.
package struct LearningRateChart: Chart {
    package init() {}

    package let info = ChartInfo(
        name: "learning_rates", title: "Learning rate by epoch",
        caption: "The learning rate of every epoch; groups with the same rates share a line.")

    package func draw(_ results: StudyResults) -> Drawing? {
        var clusters: [(rates: [Double], groups: [TrialGroup])] = []
        for group in results.groups {
            let rates = group.trials.first?.epochs.map(\.learningRate) ?? []
            if let index = clusters.firstIndex(where: { $0.rates == rates }) {
                clusters[index].groups.append(group)
            } else {
                clusters.append((rates, [group]))
            }
        }
        let labels = labels(clusters.map(\.groups), results)
        let series = zip(clusters, labels).compactMap { cluster, label in
            cluster.groups.first.flatMap { first in
                var one = first
                one.trials = Array(first.trials.prefix(1))
                return EpochSeries(one, label: label) { $0.learningRate }
            }
        }
        guard series.contains(where: { !$0.points.isEmpty }) else { return nil }
        let values = series.flatMap(\.points).map(\.mean)
        let largest = values.filter(\.isFinite).max() ?? 1
        return EpochDrawing(
            info: info, axisTitle: "Learning rate", series: series,
            scale: Scale(values, least: largest / 5, mayBeLogarithmic: true)
        ).drawing
    }

    /// What the groups of a line have in common, when that names no other line.
    private func labels(_ clusters: [[TrialGroup]], _ results: StudyResults) -> [String] {
        let common = clusters.map { groups in
            let shared = results.varyingAxes.compactMap { axis in
                let labels = Set(groups.map { $0.trials[0].entry.coordinates[axis.path] })
                return labels.count == 1 ? labels.first ?? nil : nil
            }
            return shared.joined(separator: ", ")
        }
        return clusters.indices.map { index in
            let groups = clusters[index]
            if groups.count == 1 { return groups[0].label }
            if clusters.count == 1 { return "all groups" }
            let isUnique = common.filter { $0 == common[index] }.count == 1
            return !common[index].isEmpty && isUnique
                ? common[index] : "\(groups[0].label) and \(groups.count - 1) more"
        }
    }
}
