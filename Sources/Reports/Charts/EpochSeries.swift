import Results

/// One line of a chart: a value by epoch, over the seeds of a group.
struct EpochSeries {
    /// The mean over seeds with their smallest and largest value.
    struct Point {
        var epoch: Int
        var mean: Double
        var low: Double
        var high: Double
    }

    var label: String
    var style: GroupStyle
    var points: [Point]
    /// Whether several seeds make a band around the line.
    var hasBand: Bool

    /// - Parameter value: of an epoch; nil where it was not measured. An epoch at which any seed's value is
    ///   not finite becomes a gap.
    init(_ group: TrialGroup, label: String, _ value: (EpochRecord) -> Double?) {
        self.label = label
        style = GroupStyle(group.index)
        hasBand = group.trials.count > 1
        var values: [Int: [Double]] = [:]
        for record in group.trials.flatMap(\.epochs) {
            if let value = value(record) { values[record.epoch, default: []].append(value) }
        }
        points = values.keys.sorted().map { epoch in
            let values = values[epoch, default: []]
            guard values.allSatisfy(\.isFinite) else {
                return Point(epoch: epoch, mean: .nan, low: .nan, high: .nan)
            }
            return Point(
                epoch: epoch, mean: values.reduce(0, +) / Double(values.count),
                low: values.min() ?? .nan, high: values.max() ?? .nan)
        }
    }

    /// The last point that is a number.
    var end: Point? { points.last { $0.mean.isFinite } }

    var lastEpoch: Int { points.last?.epoch ?? 1 }
}
