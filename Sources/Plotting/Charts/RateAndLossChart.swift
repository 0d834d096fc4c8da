import Analysis
import Evaluation
import Files
import Results
import Terminal
import Vocabulary

/// The learning rate above the training loss, at every step of each group's first trial, or at
/// every epoch if steps are not recorded.
struct RateAndLossChart: Chart {
    var name: String { "rate_and_loss" }
    var title: String { "Learning rate and training loss" }
    var part: ReportPart { .training }

    /// A group's rates and losses, as means over windows of steps.
    struct Track {
        var group: TrialGroup
        var points: [(x: Double, rate: Double, loss: Double)]
    }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let first = analysis.groups.compactMap(\.trials.first)
        let hasSteps = !first.isEmpty && first.allSatisfy { !$0.steps.isEmpty }
        let longest = first.map { hasSteps ? $0.steps.count : $0.epochs.count }.max() ?? 0
        let windows = StepWindows(longest: longest)
        let tracks = analysis.groups.map { Self.track($0, hasSteps: hasSteps, windows) }
        guard longest > 1,
            tracks.contains(where: { $0.points.contains { $0.loss.isFinite } })
        else { return nil }
        let notes = [
            "Top: learning rate; bottom: loss on the training images"
                + (hasSteps ? ", means over \(Formatting.plural(windows.length, "step"))." : "."),
            "The first trial of each configuration."
                + (analysis.layout.note(analysis.groups).map { " " + $0 } ?? ""),
        ]
        let plots = Plots(self, tracks, analysis.layout, notes, hasSteps: hasSteps)
        return Drawing(
            data: plots.data, script: plots.script,
            caption: "The learning rate and the training loss over the same steps.")
    }

    private static func track(_ group: TrialGroup, hasSteps: Bool, _ windows: StepWindows) -> Track
    {
        guard let trial = group.trials.first else { return Track(group: group, points: []) }
        let all =
            hasSteps
            ? trial.steps.map { (Double($0.step), $0.learningRate, $0.loss) }
            : trial.epochs.map {
                (Double($0.epoch), $0.learningRate, $0.metrics[.train]?.loss ?? .nan)
            }
        let points = windows.parts(of: all).map { part in
            let count = Double(part.count)
            return (
                x: part.last?.0 ?? 0, rate: part.reduce(0) { $0 + $1.1 } / count,
                loss: part.reduce(0) { $0 + $1.2 } / count
            )
        }
        return Track(group: group, points: points)
    }
}

extension RateAndLossChart {
    /// Two plots of the same lines with a common horizontal axis, one above the other in each
    /// panel.
    private struct Plots {
        let tracks: [Track]
        let rate: LinePlot
        let loss: LinePlot

        private static let gap = 16.0

        init(
            _ chart: RateAndLossChart, _ tracks: [Track], _ layout: GroupLayout, _ notes: [String],
            hasSteps: Bool
        ) {
            self.tracks = tracks
            let last = tracks.compactMap { $0.points.last?.x }.max() ?? 1
            func plot(
                _ title: String, _ axis: ([LinePlot.Line], [Double]) -> Axis,
                _ value: ((x: Double, rate: Double, loss: Double)) -> Double
            ) -> LinePlot {
                let lines = tracks.map { track in
                    LinePlot.Line(
                        label: track.group.label, shortLabel: layout.shortLabel(track.group),
                        mark: layout.mark(track.group),
                        points: track.points.map { .init(x: $0.x, value: value($0), range: nil) })
                }
                let values = lines.flatMap(\.points).map(\.value).filter(\.isFinite)
                return LinePlot(
                    name: chart.name, title: chart.title, notes: notes,
                    xTitle: hasSteps ? "Step" : "Epoch",
                    xAxis: hasSteps
                        ? .linear(-0.02 * last, 1.02 * last, ticksIn: 0...last)
                        : .epochs(Int(last)), yTitle: title, yAxis: axis(lines, values),
                    lines: lines, panels: layout.panels(tracks.map(\.group)),
                    form: hasSteps ? .plain : .marked, sharedColumn: nil)
            }
            var rate = plot("Learning rate", LearningRateChart.axis) { $0.rate }
            var loss = plot("Loss", { .spread($1) }) { $0.loss }
            (rate.longColumn, loss.longColumn) = (2, 3)
            (self.rate, self.loss) = (rate, loss)
        }

        var data: CSVTable {
            CSVTable(
                header: [loss.xTitle.lowercased(), "learning_rate", "loss", "line"],
                rows: tracks.flatMap { track in
                    track.points.map {
                        [
                            CSV.short($0.x), CSV.text($0.rate), CSV.short($0.loss),
                            CSV.name(track.group.label),
                        ]
                    }
                })
        }

        var script: String {
            let panels = loss.allPanels
            let isOne = panels.count == 1
            let legend = isOne ? panels[0].lines.map { loss.lines[$0] } : loss.legend
            let cellHeight = isOne ? 520.0 : 300
            var grid = CellGrid(count: panels.count, cellHeight: cellHeight)
            let lines = loss.titleLines(grid, canvas(grid, legend)).map(\.count).max() ?? 1
            grid = CellGrid(count: panels.count, cellHeight: cellHeight, titleLines: lines)
            let canvas = canvas(grid, legend)
            var commands =
                canvas.setup(name: loss.name, title: loss.title, notes: loss.noteLines)
                + ["set tics font ',14'"]
                + canvas.axis("x", loss.xAxis, title: loss.xTitle)
                + loss.legendSamples(legend, canvas) + ["set multiplot"]
            // The upper plot of a small panel is lower than the longer title.
            let rateTitle = isOne ? rate.yTitle : "Rate"
            let titles = loss.titleLines(grid, canvas)
            for (index, panel) in panels.enumerated() {
                let (left, right, bottom, top) = grid.frame(index, in: canvas)
                let border = bottom + 0.66 * (top - bottom)
                for (plot, low, high) in [(rate, border + Self.gap, top), (loss, bottom, border)] {
                    let isLower = low == bottom
                    var cell = Cell(
                        left: left, right: right, bottom: low, top: high,
                        xAxis: plot.xAxis.thinned(to: grid.mostXTicks),
                        yAxis: plot.yAxis.thinned(to: Int((high - low) / 30)),
                        showsX: isLower && grid.isBottom(index), showsY: grid.isLeft(index),
                        title: isLower ? [] : titles[index],
                        layers: plot.layers(panel, isSmall: !isOne))
                    if grid.isLeft(index) {
                        cell.extras = [
                            "set label \(GnuplotText.quoted(isLower ? "Loss" : rateTitle)) at \(canvas.screenX(28)), "
                                + "\(canvas.screenY((low + high) / 2)) center rotate by 90 "
                                + "font ',14' textcolor rgb '\(ChartStyle.text)'"
                        ]
                    }
                    commands += canvas.commands(cell)
                }
            }
            return (commands + ["unset multiplot"]).joined(separator: "\n") + "\n"
        }

        private func canvas(_ grid: CellGrid, _ legend: [LinePlot.Line]) -> Canvas {
            var canvas = Canvas()
            canvas.left = max(rate.leftWidth, loss.leftWidth)
            canvas.right = legend.isEmpty ? 36 : 34 + loss.legendWidth(legend)
            canvas.top += Canvas.noteHeight * Double(loss.noteLines.count) - 6
            canvas.height = Int(canvas.top + canvas.bottom + grid.height)
            return canvas
        }
    }
}
