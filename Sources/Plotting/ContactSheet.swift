import Files
package import Foundation

/// A contact sheet: rows of small square images in one PNG image.
package struct ContactSheet: Sendable {
    /// A row of images with its title.
    package struct Row: Sendable {
        /// The text on the left of the row.
        package var title: String
        /// The images, `[side, side, 3]` bytes of red, green and blue each.
        package var images: [[UInt8]]
        /// The text below each image; empty for a row without captions.
        package var captions: [String]

        package init(title: String, images: [[UInt8]], captions: [String] = []) {
            self.title = title
            self.images = images
            self.captions = captions
        }
    }

    /// The text above the sheet.
    var title: String
    /// The side of each image, in pixels.
    var side: Int
    /// The rows from top to bottom.
    var rows: [Row]
    /// The text above each column; empty for a sheet without column headings.
    var columns: [String]

    private static let gap = 4
    private static let captionHeight = 18
    private static let headingHeight = 24.0

    package init(title: String, side: Int, rows: [Row], columns: [String] = []) {
        self.title = title
        self.side = side
        self.rows = rows
        self.columns = columns
    }

    /// Draws the sheet into a PNG file, whose folder is created if necessary.
    /// - Throws: `PlottingError` if gnuplot is missing or fails, `FileError`.
    package func write(
        to path: String,
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws {
        guard let gnuplot = Gnuplot(searchPath: searchPath) else {
            throw PlottingError.imageNeedsGnuplot(path)
        }
        try FileManager.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        try AtomicFile.write(image(by: gnuplot), to: path)
    }

    /// The bytes of the PNG file.
    /// - Throws: `PlottingError`.
    package func image(by gnuplot: Gnuplot) throws -> Data {
        try gnuplot.image(
            "contact_sheet", script: script, data: ["contact_sheet.rgb": Data(pixels)])
    }

    private var hasCaptions: Bool { rows.contains { !$0.captions.isEmpty } }
    private var columnStep: Int { side + Self.gap }
    private var rowStep: Int { side + Self.gap + (hasCaptions ? Self.captionHeight : 0) }
    private var width: Int { max(1, rows.map(\.images.count).max() ?? 1) * columnStep }
    private var height: Int { max(1, rows.count) * rowStep }

    private var pixels: [UInt8] {
        var pixels = [UInt8](repeating: 255, count: width * height * 3)
        for (row, images) in rows.map(\.images).enumerated() {
            for (column, image) in images.enumerated() {
                for y in 0..<side {
                    let target = ((row * rowStep + y) * width + column * columnStep) * 3
                    pixels.replaceSubrange(
                        target..<target + side * 3,
                        with: image[y * side * 3..<(y + 1) * side * 3])
                }
            }
        }
        return pixels
    }

    private var script: String {
        var canvas = Canvas()
        canvas.left = 48 + (rows.map { ChartStyle.width(of: $0.title, size: 16) }.max() ?? 0)
        (canvas.right, canvas.bottom) = (24, 24)
        if !columns.isEmpty { canvas.top += Self.headingHeight }
        canvas.width = Int(canvas.left + canvas.right) + width
        canvas.height = Int(canvas.top + canvas.bottom) + height
        let lines =
            canvas.setup(name: "contact_sheet", title: title, notes: []) + [
                "unset border", "unset tics", "unset grid",
                "set xrange [-0.5:\(width).5-1]", "set yrange [\(height).5-1:-0.5]",
            ] + labels(on: canvas) + [
                "plot 'contact_sheet.rgb' binary array=(\(width),\(height)) format='%uchar' using 1:2:3 with rgbimage"
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func labels(on canvas: Canvas) -> [String] {
        let top = Double(canvas.height) - canvas.top
        func label(
            _ text: String, x: Double, y: Double, _ alignment: String, size: Int = 16
        ) -> String {
            "set label \(GnuplotText.quoted(text)) at \(canvas.screenX(x)), \(canvas.screenY(y)) \(alignment) front "
                + "textcolor rgb '\(ChartStyle.text)' font '\(ChartStyle.font),\(size)'"
        }
        func middle(of column: Int) -> Double {
            canvas.left + Double(column * columnStep + side / 2)
        }
        var lines = rows.enumerated().map { row, each in
            label(
                each.title, x: canvas.left - 16, y: top - Double(row * rowStep + side / 2), "right")
        }
        for (row, each) in rows.enumerated() {
            let y = top - Double(row * rowStep + side + Self.captionHeight / 2)
            for (column, text) in each.captions.enumerated() where !text.isEmpty {
                lines.append(label(text, x: middle(of: column), y: y, "center", size: 11))
            }
        }
        for (column, text) in columns.enumerated() {
            lines.append(
                label(text, x: middle(of: column), y: top + Self.headingHeight / 2, "center"))
        }
        return lines
    }
}
