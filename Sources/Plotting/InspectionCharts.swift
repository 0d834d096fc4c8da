import Analysis
import Files
import Foundation

/// The images that the inspection of a data set writes: `contact_sheet.png`, and histograms of
/// sizes and brightness with their data and scripts.
package enum InspectionCharts {
    /// The side of an image on the contact sheet, in pixels.
    package static let side = 96

    /// The values of one class, one for each image.
    package struct Series: Sendable {
        /// The class's name.
        package var name: String
        /// The widths of the images, in pixels.
        package var widths: [Double]
        /// The heights of the images, in pixels.
        package var heights: [Double]
        /// The mean luminance of each image, 0 to 255.
        package var brightness: [Double]

        package init(name: String, widths: [Double], heights: [Double], brightness: [Double]) {
            self.name = name
            self.widths = widths
            self.heights = heights
            self.brightness = brightness
        }
    }

    /// The content of the contact sheet and of the histograms.
    package struct Content: Sendable {
        /// The title of the contact sheet.
        package var title: String
        /// The rows of the contact sheet, from top to bottom.
        package var rows: [ContactSheet.Row]
        /// The classes, one line each in the histograms.
        package var classes: [Series]

        package init(title: String, rows: [ContactSheet.Row], classes: [Series]) {
            self.title = title
            self.rows = rows
            self.classes = classes
        }
    }

    /// Draws the contact sheet and the histograms into a folder, which is created if necessary.
    /// - Parameter command: the command that draws them again, for the message if gnuplot is
    ///   missing.
    /// - Throws: `PlottingError`, `FileError`.
    package static func draw(
        _ content: Content, to folder: String, command: String,
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws {
        let histograms = [
            Histogram(
                "brightness", "Mean brightness of the images", "Mean luminance, 0 to 255",
                content.classes.map { ($0.name, $0.brightness) }, width: 8),
            Histogram(
                "widths", "Widths of the images", "Pixels",
                content.classes.map { ($0.name, $0.widths) }),
            Histogram(
                "heights", "Heights of the images", "Pixels",
                content.classes.map { ($0.name, $0.heights) }),
        ]
        try ChartFolder.draw(
            histograms.map { ($0.name, Drawing(data: $0.data, script: $0.script)) }, in: folder,
            again: command, searchPath: searchPath)
        guard let gnuplot = Gnuplot(searchPath: searchPath) else { return }
        let sheet = ContactSheet(title: content.title, side: side, rows: content.rows)
        try AtomicFile.write(sheet.image(by: gnuplot), to: "\(folder)/contact_sheet.png")
    }
}

/// The fraction of each class's images in bins of a quantity.
private struct Histogram {
    let name: String
    let data: CSVTable
    let script: String

    /// - Parameter width: the width of a bin; nil: a round number that gives about forty bins.
    init(
        _ name: String, _ title: String, _ axisTitle: String,
        _ classes: [(name: String, values: [Double])], width: Double? = nil
    ) {
        self.name = name
        let values = classes.flatMap(\.values)
        let span = max(1, (values.max() ?? 1) - (values.min() ?? 0))
        let width = width ?? max(1, Self.rounded(span / 40))
        let first = ((values.min() ?? 0) / width).rounded(.down)
        let bins = Int(((values.max() ?? 0) / width).rounded(.down) - first) + 1
        let percentages = classes.map { each in
            var counts = [Double](repeating: 0, count: bins)
            for value in each.values { counts[Int((value / width).rounded(.down) - first)] += 1 }
            return counts.map { 100 * $0 / Double(max(1, each.values.count)) }
        }
        data = CSVTable(
            header: ["from"] + classes.map(\.name),
            // An empty bin at the end closes the last one.
            rows: (0...bins).map { bin in
                [CSV.text((first + Double(bin)) * width)]
                    + percentages.map { CSV.text(bin < bins ? $0[bin] : 0) }
            })
        var canvas = Canvas()
        canvas.height = 560
        let top = percentages.joined().max() ?? 1
        var lines = canvas.setup(name: name, title: title, notes: [])
        lines += canvas.axis(
            "x", Axis.linear(first * width, (first + Double(bins)) * width), title: axisTitle)
        lines += canvas.axis("y", Axis.linear(0, top * 1.05), title: "Images of the class (%)")
        lines += [
            "set key at \(canvas.screenX(Double(canvas.width) - canvas.right)), "
                + "\(canvas.screenY(Double(canvas.height) - 24)) right top horizontal",
            "set style fill transparent solid 0.15",
        ]
        let layers = classes.enumerated().map { index, each in
            "'\(name).csv' skip 1 using 1:\(index + 2) with fillsteps notitle "
                + "linecolor rgb '\(ChartStyle.mark(index).color)', "
                + "'\(name).csv' skip 1 using ($1 + \(CSV.text(width / 2))):\(index + 2) with histeps linewidth 2 "
                + "linecolor rgb '\(ChartStyle.mark(index).color)' title \(GnuplotText.quoted(each.name))"
        }
        script =
            (lines + ["plot " + layers.joined(separator: ", \\\n    ")]).joined(separator: "\n")
            + "\n"
    }

    /// The value rounded up to one of 1, 2, 5, 10, ...
    private static func rounded(_ value: Double) -> Double {
        let power = pow(10, log10(value).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= value } ?? value
    }
}
