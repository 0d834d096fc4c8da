import Vocabulary

extension ForeignRun {
    /// The run with the values of metrics that were recorded without steps, which MLflow stores at
    /// one step, as epochs in the order of their times.
    ///
    /// If losses and accuracies have different numbers of values, such as a loss of each batch and
    /// an accuracy of each epoch, their times become their steps.
    /// - Parameter given: the names of metrics that the user has given.
    func numbered(_ given: [PulledMetric: String]) -> (run: ForeignRun, note: String?) {
        let names = metrics.keys.filter { name in
            MetricName(name) != nil || given.values.contains(name)
        }
        let stepless = names.filter { Self.isStepless(metrics[$0] ?? []) }.sorted()
        guard !stepless.isEmpty else { return (self, nil) }
        let counts = Set(stepless.map { metrics[$0]?.count ?? 0 })
        let hasSteps = names.contains { Set((metrics[$0] ?? []).map(\.step)).count > 1 }
        let usesTimes = counts.count > 1 && !hasSteps
        var run = self
        run.metrics = metrics.mapValues { points in
            guard Self.isStepless(points), usesTimes || counts.contains(points.count) else {
                return points
            }
            return Self.numbered(points, usesTimes: usesTimes)
        }
        let list = stepless.joined(separator: ", ")
        return (run, "values without steps are in the order of their times: \(list)")
    }

    private static func isStepless(_ points: [MetricPoint]) -> Bool {
        points.count > 1 && Set(points.map(\.step)).count == 1
    }

    private static func numbered(_ points: [MetricPoint], usesTimes: Bool) -> [MetricPoint] {
        // Points of the same time stay in their order.
        let order = points.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }
        return order.map(\.element).enumerated().map { index, point in
            var point = point
            point.step = usesTimes ? point.time : index
            return point
        }
    }
}
