import Foundation
package import Results

/// The test accuracy of every trial at its selected epoch, a row for every group.
package struct FinalAccuracyChart: Chart {
    package init() {}

    package let info = ChartInfo(
        name: "final_test_accuracy", title: "Test accuracy at the selected epoch",
        caption:
            "A dot for every trial; a bar is the 95% interval (Wilson) that the number of test "
            + "images leaves around the mean over seeds. The dashed line is always naming the "
            + "training set's largest class.")

    package func draw(_ results: StudyResults) -> Drawing? {
        let images = results.lock.dataset.total(.test)
        let rows = results.groups.map { Row($0, images: images) }
            .sorted { ($0.mean ?? -1, $1.group.index) > ($1.mean ?? -1, $0.group.index) }
        guard rows.contains(where: { $0.mean != nil }) else { return nil }
        let baseline = results.lock.dataset.majorityBaseline(.test).map { 100 * $0 }
        return Drawing(data: data(rows), script: script(rows, baseline: baseline))
    }

    /// A group, with its values in percent.
    private struct Row {
        let group: TrialGroup
        let values: [Double]
        let mean: Double?
        let interval: ClosedRange<Double>?

        init(_ group: TrialGroup, images: Int) {
            self.group = group
            let values = group.bestAccuracies(.test).map { 100 * $0 }
            self.values = values
            mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
            interval = mean.flatMap { mean in
                images > 0 ? Self.wilson(mean / 100, images) : nil
            }
        }

        private static func wilson(_ share: Double, _ count: Int) -> ClosedRange<Double> {
            let (z, n) = (1.959964, Double(count))
            let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
            let half =
                z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
            return (100 * (middle - half))...(100 * (middle + half))
        }
    }

    private func data(_ rows: [Row]) -> CSVTable {
        let header = ["row", "group", "accuracy", "mean", "low", "high"]
        let lines = rows.enumerated().flatMap { index, row in
            (row.values.isEmpty ? [.nan] : row.values).map { value in
                let bounds = [row.interval?.lowerBound, row.interval?.upperBound]
                return [String(rows.count - index), row.group.label]
                    + ([Double?(value), row.mean] + bounds).map { number in
                        number.map { $0.isNaN ? "NaN" : CSVTable.text(of: $0) } ?? "NaN"
                    }
            }
        }
        return CSVTable(header: header, rows: lines)
    }

    private func script(_ rows: [Row], baseline: Double?) -> String {
        let labels = rows.map { Canvas.shortened($0.group.label, to: 36) }
        var canvas = Canvas()
        canvas.left = (labels.map(Canvas.width).max() ?? 0) + 50
        canvas.height = max(
            canvas.height, Double(rows.count) * 1.4 * Canvas.lineHeight + canvas.top + canvas.bottom
        )
        let scale = Scale(
            rows.flatMap { row in
                row.values
                    + [row.interval?.lowerBound, row.interval?.upperBound, baseline].compactMap {
                        $0
                    }
            }, least: 4, limits: 0...100)
        let ticks = labels.enumerated().map { index, label in
            "\(Gnuplot.quoted(label)) \(rows.count - index)"
        }
        let lines =
            canvas.header(info)
            + [
                "set xlabel 'Accuracy (%)'", "unset key",
                "set yrange [0.4:\(rows.count).6]",
                "set ytics scale 0 (\(ticks.joined(separator: ", ")))",
                "set grid ytics xtics lt 1 lw 1 lc rgb '#DDDDDD'",
            ] + scale.commands("x") + line(baseline, on: scale)
        return lines.joined(separator: "\n") + "\nplot "
            + clauses(rows).joined(separator: ", \\\n    ") + "\n"
    }

    private func line(_ baseline: Double?, on scale: Scale) -> [String] {
        guard let baseline else { return [] }
        let x = Gnuplot.number(baseline)
        let side = scale.fraction(baseline) < 0.6 ? "left" : "right"
        let text = String(format: "largest class %.1f%%", baseline)
        return [
            "set arrow 1 from first \(x), graph 0 to first \(x), graph 1 nohead lw 2 dt 2 "
                + "lc rgb '#666666' back",
            "set label 2 '\(text)' at first \(x), graph 1.03 \(side) font ',17' "
                + "textcolor rgb '#666666'",
        ]
    }

    private func clauses(_ rows: [Row]) -> [String] {
        var first = 1
        return rows.flatMap { row in
            let last = first + max(row.values.count, 1) - 1
            defer { first = last + 1 }
            let style = GroupStyle(row.group.index)
            let file = "'\(info.name).csv' every ::"
            guard row.mean != nil else { return [] as [String] }
            return [
                "\(file)\(first)::\(first) using 4:1:5:6 with xerrorbars lw 2 pt 0 "
                    + "lc rgb '\(style.color)'",
                "\(file)\(first)::\(last) using 3:1 with points pt \(style.point) ps 1.8 "
                    + "lc rgb '\(style.color)'",
            ]
        }
    }
}
