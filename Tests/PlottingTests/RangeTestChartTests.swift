import Foundation
@testable import Plotting
import Testing
import TestSupport

@Suite struct RangeTestChartTests {
    /// Falls around `middle`, explodes after `limit`.
    private static func chart(
        _ name: String, from: Double = 1e-7, to: Double = 10, steps: Int = 100,
        middle: Double = 1e-3, limit: Double = 1, marks: [Double]
    ) -> RangeTestChart {
        let points = (0..<steps).map { step in
            let rate = from * pow(to / from, Double(step) / Double(steps - 1))
            let smoothed = 0.7 - 0.4 / (1 + pow(middle / rate, 1.5)) + pow(rate / limit, 4)
            let loss = smoothed * (1 + 0.1 * sin(Double(step * step)))
            return RangeTestChart.Point(
                rate: rate, loss: step == steps - 1 ? .nan : loss, smoothedLoss: smoothed)
        }
        let labels = ["a tenth of the rate at the minimum", "steepest descent"]
        return RangeTestChart(
            name: name, title: "Learning-rate range test: \(name)",
            notes: ["cnn4, adam, batch 32, seed 1: 100 of 100 steps.", "It's a test."],
            points: points, marks: zip(labels, marks).map { .init(label: $0, rate: $1) })
    }

    static let charts = [
        chart("usual", marks: [0.02, 0.001]), chart("close", marks: [0.001, 0.00101]),
        chart("left", marks: [3e-7, 1e-6]), chart("right", middle: 0.1, marks: [1, 0.5]),
        chart("narrow", from: 0.001, to: 0.01, steps: 10, middle: 0.003, marks: [0.004]),
        chart("none", marks: []), chart("one", steps: 2, marks: []),
        chart("explodes", limit: 1e-6, marks: []),
    ]

    /// Draws with gnuplot; with STUDY_GALLERY=<folder> the charts are kept there to be looked at.
    @Test(.enabled(if: isGnuplotThere, "gnuplot is not installed"), arguments: charts)
    func isDrawn(_ chart: RangeTestChart) throws {
        let temporary = try TemporaryFolder()
        let gallery = ProcessInfo.processInfo.environment["STUDY_GALLERY"]
        let folder = (gallery ?? temporary.path) + "/lr-find"
        try ChartFolder.draw([(chart.name, chart.drawing)], in: folder, again: "again")
        #expect(FileManager.default.fileExists(atPath: "\(folder)/\(chart.name).png"))
    }

    @Test(arguments: charts)
    func withoutGnuplotTheDataIsWritten(_ chart: RangeTestChart) throws {
        let temporary = try TemporaryFolder()
        let folder = "\(temporary.path)/lr-find"
        #expect(throws: PlottingError.gnuplotMissing(folder: folder, command: "again")) {
            try ChartFolder.draw(
                [(chart.name, chart.drawing)], in: folder, again: "again", searchPath: "")
        }
        let data = try String(contentsOfFile: "\(folder)/\(chart.name).csv", encoding: .utf8)
        let lines = data.split(separator: "\n")
        #expect(lines.count == chart.points.count + 1)
        #expect(lines[0] == "step,learning_rate,loss,smoothed_loss")
        #expect(lines.last?.contains(",nan,") == true)
        for mark in chart.marks { #expect(chart.drawing.script.contains("'\(mark.label): ")) }
    }
}
