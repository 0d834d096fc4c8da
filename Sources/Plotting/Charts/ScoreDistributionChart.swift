import Analysis
import Evaluation
import Results
import Terminal

/// The distributions of a model's probabilities of the positive class, for the images of each class
/// of one or two sets: the fraction of images up to each probability.
struct ScoreDistributionChart {
    static let name = "scores"
    /// The number of steps from probability 0 to 1.
    private static let steps = 100

    /// The sets by name, with their calibrated predictions.
    let sets: [(name: String, predictions: WeightedPredictions)]
    let classes: [String]
    let positive: String
    /// How many images there are, for the notes.
    let images: String

    /// nil without images.
    var drawing: Drawing? {
        guard let column = classes.firstIndex(of: positive) else { return nil }
        let all = sets.flatMap { set in
            classes.enumerated().compactMap { label, name -> (String, [LinePlot.Line.Point])? in
                let scores = set.predictions.labels.indices.filter {
                    set.predictions.labels[$0] == label
                }.map { Array(set.predictions.row($0))[column] }.sorted()
                guard !scores.isEmpty else { return nil }
                return ("\(name), \(set.name)", Self.points(scores))
            }
        }
        guard !all.isEmpty else { return nil }
        var drawing = LinePlot(
            name: Self.name, title: "Distribution of the predicted probabilities",
            notes: ["\(images)."], xTitle: "Predicted probability of \(positive)",
            xAxis: .fraction(), yTitle: "Cumulative fraction of the images of a class",
            yAxis: .fraction(),
            lines: all.enumerated().map { index, line in
                LinePlot.Line(label: line.0, mark: ChartStyle.mark(index), points: line.1)
            }, form: .plain, sharedColumn: nil, columns: ("probability", "fraction")
        ).drawing
        drawing.caption =
            "Fraction of the images of each class whose predicted probability of \(positive) is at "
            + "most the value on the horizontal axis."
        return drawing
    }

    /// The empirical cumulative distribution of sorted values at evenly spaced probabilities.
    private static func points(_ sorted: [Double]) -> [LinePlot.Line.Point] {
        var below = 0
        return (0...steps).map { step in
            let probability = Double(step) / Double(steps)
            while below < sorted.count, sorted[below] <= probability { below += 1 }
            return .init(
                x: probability, value: Double(below) / Double(sorted.count), range: nil)
        }
    }
}
