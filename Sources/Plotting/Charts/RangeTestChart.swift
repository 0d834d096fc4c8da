import Analysis
import Files
import Foundation
import Results
import Terminal

/// The losses of a learning-rate range test against the rates, with the rates that they suggest. It
/// does not show a study's results, so `Charts.all` does not contain it.
package struct RangeTestChart: Sendable {
    /// A step of the test.
    package struct Point: Sendable, Hashable {
        /// The learning rate.
        package var rate: Double
        /// The loss of the step's minibatch.
        package var loss: Double
        /// The moving average of the losses so far.
        package var smoothedLoss: Double

        package init(rate: Double, loss: Double, smoothedLoss: Double) {
            self.rate = rate
            self.loss = loss
            self.smoothedLoss = smoothedLoss
        }
    }

    /// A learning rate that is marked by a vertical line.
    package struct Mark: Sendable, Hashable {
        /// The text beside the line, in front of the rate.
        package var label: String
        /// The learning rate at which the line is drawn.
        package var rate: Double

        package init(label: String, rate: Double) {
            self.label = label
            self.rate = rate
        }
    }

    /// The name of the chart's files, without the extension.
    package var name: String
    /// The title above the chart.
    package var title: String
    /// The sentences below the title.
    package var notes: [String]
    /// The steps of the test in their order, with rising rates.
    package var points: [Point]
    /// The suggested rates.
    package var marks: [Mark]

    package init(
        name: String, title: String, notes: [String], points: [Point], marks: [Mark]
    ) {
        self.name = name
        self.title = title
        self.notes = notes
        self.points = points
        self.marks = marks
    }

    /// The chart's data and script.
    package var drawing: Drawing { Drawing(data: data, script: script) }

    private var data: CSVTable {
        CSVTable(
            header: ["step", "learning_rate", "loss", "smoothed_loss"],
            rows: points.enumerated().map { index, point in
                [
                    String(index + 1), CSV.text(point.rate), CSV.text(point.loss),
                    CSV.text(point.smoothedLoss),
                ]
            })
    }

    private static let labelSize = 15.0
    private static let smoothedColor = ChartStyle.palette[0]
    private static let lossColor = "#b8b8b8"
    private static let markColor = ChartStyle.palette[3]

    private var script: String {
        var canvas = Canvas()
        let notes = Canvas.lines(of: notes)
        canvas.top += Canvas.noteHeight * Double(notes.count)
        let (xAxis, yAxis) = (xAxis, yAxis)
        let lines =
            canvas.setup(name: name, title: title, notes: notes)
            + canvas.axis("x", xAxis, title: "Learning rate")
            + canvas.axis("y", yAxis, title: "Loss")
            + marks.sorted { $0.rate < $1.rate }.enumerated().flatMap {
                marking($1, row: $0, xAxis)
            }
            + [
                "set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.6, 0.6",
                // The lower left is empty, because the loss does not change at the first rates.
                "set key at graph 0.02, graph 0.04 left bottom Left reverse samplen 2.4 spacing 1.3 "
                    + "textcolor rgb '\(ChartStyle.text)'",
                plot,
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A logarithmic axis with ticks at powers of ten.
    private var xAxis: Axis {
        let rates = points.map(\.rate)
        guard let low = rates.min(), let high = rates.max(), low < high else {
            return .logarithmic(1e-7, 10)
        }
        let air = pow(high / low, 0.02)
        let decades =
            Int(
                ceil(log10(low / air)))...max(
                Int(ceil(log10(low / air))), Int(floor(log10(high * air))))
        let step = (decades.count + 11) / 12
        var axis = Axis.logarithmic(low, high)
        (axis.lower, axis.upper) = (low / air, high * air)
        if decades.count >= 3 {
            axis.ticks = decades.filter { $0.isMultiple(of: step) }.map {
                Axis.Tick(value: pow(10, Double($0)), label: Self.text(pow(10, Double($0))))
            }
        }
        return axis
    }

    /// The range in which the smoothed loss falls, with most of the losses until then and space for
    /// the marks; larger losses, of a divergence, are outside.
    private var yAxis: Axis {
        let finite = points.filter { $0.loss.isFinite && $0.smoothedLoss.isFinite }
        let least = finite.indices.min { finite[$0].smoothedLoss < finite[$1].smoothedLoss }
        let limit = least.map { 4 * finite[$0].smoothedLoss } ?? 0
        // If the loss never falls, the range shows the losses before it diverges.
        let falling =
            least == 0
            ? finite.filter { max($0.loss, $0.smoothedLoss) <= limit }
            : least.map { Array(finite[...$0]) } ?? []
        let losses = falling.map(\.loss).sorted()
        let tail = losses.count / 20
        let values = falling.map(\.smoothedLoss) + losses.dropFirst(tail).dropLast(tail)
        guard let low = values.min(), let high = values.max() else { return .positive([]) }
        let height = max(high - low, 1e-3 * abs(high), 1e-9)
        return .linear(
            max(low - 0.08 * height, min(0, low)), high + 0.45 * height, ticksIn: 0...(.infinity))
    }

    /// The commands for a mark's line and its label, which is on the left of the line for the lower
    /// half of the marks if there is room.
    private func marking(_ mark: Mark, row: Int, _ axis: Axis) -> [String] {
        let x = CSV.text(mark.rate)
        let text = "\(mark.label): \(Self.text(mark.rate))"
        let position = axis.position(mark.rate)
        let width = ChartStyle.width(of: text, size: Self.labelSize) / Double(ChartStyle.width)
        let needed = 1.17 * width
        let isLeft = 1 - position < needed || row < marks.count / 2 && position > needed
        let height = Formatting.fixed(0.955 - 0.06 * Double(row), 3)
        return [
            "set arrow from first \(x), graph 0 to first \(x), graph 1 nohead front linewidth 2 "
                + "dashtype (8,6) linecolor rgb '\(Self.markColor)'",
            "set label \(GnuplotText.quoted(text)) at first \(x), graph \(height) "
                + "\(isLeft ? "right offset -1,0" : "left offset 1,0") front boxed "
                + "font '\(ChartStyle.font),\(Int(Self.labelSize))' "
                + "textcolor rgb '\(ChartStyle.text)'",
        ]
    }

    /// The rate with two digits: `1e-07`, `0.003`, `0.42`.
    private static func text(_ rate: Double) -> String { String(format: "%.2g", rate) }

    private var plot: String {
        let source = "'\(name).csv' skip 1 using 2:"
        let layers = [
            source
                + "3 with lines linewidth 1.5 linecolor rgb '\(Self.lossColor)' title 'each step'",
            source
                + "4 with lines linewidth 3.5 linecolor rgb '\(Self.smoothedColor)' title 'smoothed'",
        ]
        return "plot \\\n    " + layers.joined(separator: ", \\\n    ")
    }
}
