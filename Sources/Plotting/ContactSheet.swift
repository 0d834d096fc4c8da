import Analysis
import Files
package import Foundation

/// A contact sheet: rows of square images in one PNG image, with texts that wrap and never overlap.
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

    /// The scale of the colours in the images.
    package struct ColorBar: Sendable {
        /// Red, green and blue of each level, from the lowest to the highest.
        package var colors: [[UInt8]]
        /// The text on the left of the lowest level.
        package var low: String
        /// The text on the right of the highest level.
        package var high: String

        package init(colors: [[UInt8]], low: String, high: String) {
            self.colors = colors
            self.low = low
            self.high = high
        }
    }

    /// The text above the sheet.
    let title: String
    /// The sentences below the title.
    let notes: [String]
    /// The side of each image, in pixels.
    let side: Int
    /// The rows from top to bottom.
    let rows: [Row]
    /// The text above each column; empty for a sheet without column headings.
    let columns: [String]
    /// The scale of the colours, drawn below the images; nil: none.
    let colorBar: ColorBar?

    package init(
        title: String, notes: [String] = [], side: Int, rows: [Row], columns: [String] = [],
        colorBar: ColorBar? = nil
    ) {
        self.title = title
        self.notes = notes
        self.side = side
        self.rows = rows
        self.columns = columns
        self.colorBar = colorBar
    }

    /// Draws the sheet into a PNG file, whose folder is created if necessary.
    /// - Throws: `PlottingError` if gnuplot is missing or fails, or if the sheet is too large;
    ///   `FileError`.
    package func write(
        to path: String,
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws {
        guard let gnuplot = Gnuplot(searchPath: searchPath) else {
            throw PlottingError.imageNeedsGnuplot(path)
        }
        let image = try image(by: gnuplot)
        try FileManager.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        try AtomicFile.write(image, to: path)
    }

    /// The bytes of the PNG file.
    /// - Throws: `PlottingError`.
    package func image(by gnuplot: Gnuplot) throws -> Data {
        let layout = ContactSheetLayout(self)
        let (width, height) = (layout.canvas.width, layout.canvas.height)
        guard max(width, height) <= ContactSheetLayout.mostPixels else {
            throw PlottingError.sheetTooLarge(
                width: width, height: height, limit: ContactSheetLayout.mostPixels)
        }
        return try gnuplot.image(
            "contact_sheet", script: script(layout),
            data: ["contact_sheet.rgb": Data(pixels(layout))])
    }

    /// The images and the colour bar, on white.
    private func pixels(_ layout: ContactSheetLayout) -> [UInt8] {
        var raster = Raster(width: layout.width, height: layout.height)
        for (row, images) in rows.map(\.images).enumerated() {
            for (column, image) in images.enumerated() {
                raster.draw(
                    image, side: side, scale: layout.scale, x: layout.x(column),
                    y: layout.tops[row])
            }
        }
        if let colorBar, let bar = layout.bar {
            raster.draw(colorBar.colors, x: bar.x, y: bar.y, width: bar.width, height: bar.height)
        }
        return raster.bytes
    }

    /// The gnuplot script of a layout.
    func script(_ layout: ContactSheetLayout) -> String {
        let (width, height) = (layout.width, layout.height)
        let lines =
            layout.canvas.setup(
                name: "contact_sheet", title: layout.title, notes: layout.notes)
            + [
                "unset border", "unset tics", "unset grid",
                "set xrange [-0.5:\(width).5-1]", "set yrange [\(height).5-1:-0.5]",
            ] + labels(layout) + [
                "plot 'contact_sheet.rgb' binary array=(\(width),\(height)) format='%uchar' using 1:2:3 with rgbimage"
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func labels(_ layout: ContactSheetLayout) -> [String] {
        let canvas = layout.canvas
        let top = Double(canvas.height) - canvas.top
        func label(
            _ text: String, x: Double, y: Double, _ alignment: String, size: Double
        ) -> String {
            "set label \(GnuplotText.quoted(text)) at \(canvas.screenX(x)), \(canvas.screenY(y)) \(alignment) front "
                + "textcolor rgb '\(ChartStyle.text)' font '\(ChartStyle.font),\(Int(size))'"
        }
        /// The lines of a text, the first one at a height.
        func block(
            _ lines: [String], x: Double, y: Double, _ alignment: String, size: Double
        ) -> [String] {
            let pitch = ContactSheetLayout.pitch(size)
            return lines.enumerated().map { index, line in
                label(line, x: x, y: y - pitch * Double(index), alignment, size: size)
            }
        }
        let shown = layout.shown
        var result: [String] = []
        for (row, lines) in layout.rowTitles.enumerated() {
            let pitch = ContactSheetLayout.pitch(ContactSheetLayout.titleSize)
            let middle = top - Double(layout.tops[row]) - Double(shown) / 2
            result += block(
                lines, x: canvas.left - 16, y: middle + pitch * Double(lines.count - 1) / 2,
                "right", size: ContactSheetLayout.titleSize)
        }
        for (row, captions) in layout.captions.enumerated() {
            let y = top - Double(layout.tops[row] + shown) - 10
            for (column, lines) in captions.enumerated() {
                result += block(
                    lines, x: canvas.left + Double(layout.x(column) + shown / 2), y: y, "center",
                    size: ContactSheetLayout.captionSize)
            }
        }
        let pitch = ContactSheetLayout.pitch(ContactSheetLayout.titleSize)
        for (column, lines) in layout.columns.enumerated() {
            result += block(
                lines, x: canvas.left + Double(layout.x(column) + shown / 2),
                y: top + 12 + pitch * Double(lines.count - 1), "center",
                size: ContactSheetLayout.titleSize)
        }
        if let colorBar, let bar = layout.bar {
            let y = top - Double(bar.y) - Double(bar.height) / 2
            result.append(
                label(
                    colorBar.low, x: canvas.left + Double(bar.x) - 8, y: y, "right",
                    size: ContactSheetLayout.captionSize))
            result.append(
                label(
                    colorBar.high, x: canvas.left + Double(bar.x + bar.width) + 8, y: y, "left",
                    size: ContactSheetLayout.captionSize))
        }
        return result
    }
}

/// A white image on which others are drawn.
private struct Raster {
    let width: Int
    private(set) var bytes: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        bytes = [UInt8](repeating: 255, count: width * height * 3)
    }

    /// Draws a square image with each pixel as a square of `scale` pixels.
    mutating func draw(_ image: [UInt8], side: Int, scale: Int, x: Int, y: Int) {
        for row in 0..<side * scale {
            let source = row / scale * side * 3
            var target = ((y + row) * width + x) * 3
            for column in 0..<side {
                let pixel = image[source + column * 3..<source + column * 3 + 3]
                for _ in 0..<scale {
                    bytes.replaceSubrange(target..<target + 3, with: pixel)
                    target += 3
                }
            }
        }
    }

    /// Draws colours from left to right.
    mutating func draw(_ colors: [[UInt8]], x: Int, y: Int, width: Int, height: Int) {
        for row in 0..<height {
            for column in 0..<width {
                let color = colors[column * colors.count / width]
                let target = ((y + row) * self.width + x + column) * 3
                bytes.replaceSubrange(target..<target + 3, with: color)
            }
        }
    }
}
