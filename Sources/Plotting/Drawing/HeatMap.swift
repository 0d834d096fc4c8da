import Analysis
import Files
import Terminal

/// A chart of one or more tables whose cells show their values and are darker for larger values.
struct HeatMap {
    /// The content of a cell.
    struct Value {
        /// The value that determines the colour.
        var value: Double
        /// The text in the cell.
        var text: String
        /// The number below the value, such as a count; nil: none.
        var detail: (value: Double, text: String)?
    }

    /// A table.
    struct Block {
        /// The title above the table; its parts are separated by ` / `.
        var title: String
        /// The names of the rows.
        var rows: [String]
        /// The names of the columns.
        var columns: [String]
        /// The cells by row and column.
        var cells: [[Value]]
    }

    var name: String
    var title: String
    var notes: [String]
    /// The values of the lightest and of the darkest cell.
    var range: ClosedRange<Double>
    /// The tables, all with the same rows and columns.
    var blocks: [Block]
    /// The name of the column with the cells' second numbers in the data.
    var detailColumn: String
    /// The title of the rows; empty: none.
    var rowTitle = ""
    /// The title of the columns; empty: none.
    var columnTitle = ""

    private var noteLines: [String] { Canvas.lines(of: notes) }

    private static let labelSize = 15
    private static let axisSize = 16
    private static let smallSize = 13
    /// The largest number of characters of a name.
    private static let longestName = 30

    /// The data with a row for each cell; `block`, `row` and `column` count from the upper left.
    var data: CSVTable {
        CSVTable(
            header: [
                "block", "row", "column", "value", detailColumn, "block_name", "row_name",
                "column_name",
            ],
            rows: blocks.enumerated().flatMap { number, block in
                block.cells.enumerated().flatMap { row, cells in
                    cells.enumerated().map { column, cell in
                        [
                            String(number + 1), String(row + 1), String(column + 1),
                            CSV.short(cell.value), cell.detail.map { CSV.short($0.value) } ?? "",
                            CSV.name(block.title), CSV.name(block.rows[row]),
                            CSV.name(block.columns[column]),
                        ]
                    }
                }
            })
    }

    /// The sizes and positions in pixels.
    private struct Layout {
        var canvas: Canvas
        var perRow: Int
        var cellWidth: Double
        var cellHeight: Double
        var blockWidth: Double
        var blockHeight: Double
        /// The upper edge of the first block's cells.
        var top: Double
        /// The lines of each block's title.
        var titles: [[String]]
        /// The names of the rows and of the columns as they are drawn.
        var rows: [String]
        var columns: [String]
        /// Whether the names of the columns are written upwards, because a cell is too narrow.
        var areColumnsUpright: Bool
        /// Whether the title of the rows is above their names, because it is longer than they are
        /// high.
        var isRowTitleAbove: Bool
    }

    private var layout: Layout {
        var canvas = Canvas()
        canvas.top += Canvas.noteHeight * Double(noteLines.count) - 8
        let rowNames = ShortNames.fitted(blocks[0].rows, to: Self.longestName)
        let labels = rowNames.map { ChartStyle.width(of: $0, size: Double(Self.labelSize)) }
        canvas.left = 52 + (labels.max() ?? 0) + (rowTitle.isEmpty ? 0 : 34)
        canvas.right = 30
        let width = Double(canvas.width) - canvas.left - canvas.right
        let count = Double(blocks[0].columns.count)
        let isAlone = blocks.count == 1
        let perRow = isAlone ? 1 : min(blocks.count, max(1, Int((width + 26) / (100 * count + 26))))
        let gap = isAlone ? 0 : 26.0
        let cellWidth = min(210, (width - gap * Double(perRow - 1)) / Double(perRow) / count)
        let cellHeight = isAlone ? max(40, min(64, 0.62 * cellWidth)) : 54
        let columnNames = ShortNames.fitted(blocks[0].columns, to: Self.longestName)
        let widths = columnNames.map { ChartStyle.width(of: $0, size: Double(Self.smallSize)) }
        let areColumnsUpright = (widths.max() ?? 0) > cellWidth - 4
        canvas.bottom =
            (columnTitle.isEmpty ? 56 : 88)
            + (areColumnsUpright ? max(0, (widths.max() ?? 0) - 26) : 0)
        let most = Int((cellWidth * count + gap) / ChartStyle.width(of: "n", size: 13))
        let titles = TitleLines.wrapped(blocks.map(\.title), to: max(8, most))
        let titleHeight = 24 * Double(titles.map(\.count).max() ?? 0)
        let blockHeight =
            cellHeight * Double(blocks[0].rows.count) + titleHeight + (isAlone ? 0 : 22)
        let rows = (blocks.count + perRow - 1) / perRow
        let isRowTitleAbove =
            ChartStyle.width(of: rowTitle, size: Double(Self.axisSize))
            > cellHeight * Double(blocks[0].rows.count)
        if isRowTitleAbove { canvas.top += 34 }
        canvas.height = Int(canvas.top + canvas.bottom + blockHeight * Double(rows) + 6)
        return Layout(
            canvas: canvas, perRow: perRow, cellWidth: cellWidth, cellHeight: cellHeight,
            blockWidth: cellWidth * count + gap, blockHeight: blockHeight,
            top: Double(canvas.height) - canvas.top - titleHeight, titles: titles,
            rows: rowNames, columns: columnNames, areColumnsUpright: areColumnsUpright,
            isRowTitleAbove: isRowTitleAbove)
    }

    var script: String {
        let layout = layout
        let canvas = layout.canvas
        let shades = ChartStyle.shades.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
        var lines = canvas.setup(name: name, title: title, notes: noteLines)
        lines += [
            "set lmargin at screen 0", "set rmargin at screen 1", "set tmargin at screen 1",
            "set bmargin at screen 0", "set xrange [0:\(canvas.width)]",
            "set yrange [0:\(canvas.height)]", "unset border", "unset tics", "unset grid",
            "unset colorbox", "set palette defined (\(shades))",
            "set cbrange [\(CSV.short(range.lowerBound)):\(CSV.short(range.upperBound))]",
        ]
        lines += names(layout)
        lines += [
            "x(b, c) = \(number(canvas.left)) + (int(b - 1) % \(layout.perRow)) * "
                + "\(number(layout.blockWidth)) + (c - 0.5) * \(number(layout.cellWidth))",
            "y(b, r) = \(number(layout.top)) - (int(b - 1) / \(layout.perRow)) * "
                + "\(number(layout.blockHeight)) - (r - 0.5) * \(number(layout.cellHeight))",
        ]
        return (lines + texts(layout) + [plot(layout)]).joined(separator: "\n") + "\n"
    }

    private var middle: Double {
        range.lowerBound + 0.52 * (range.upperBound - range.lowerBound)
    }
    private func number(_ value: Double) -> String { Formatting.fixed(value, 1) }

    private func plot(_ layout: Layout) -> String {
        let (w, h) = (number(layout.cellWidth / 2 - 1.5), number(layout.cellHeight / 2 - 1.5))
        let (x, y) = ("x($1, $3)", "y($1, $2)")
        return "plot '\(name).csv' skip 1 using (\(x)):(\(y)):(\(x) - \(w)):(\(x) + \(w)):"
            + "(\(y) - \(h)):(\(y) + \(h)):4 "
            + "with boxxyerror fillstyle solid noborder linecolor palette"
    }

    /// The texts in the cells.
    private func texts(_ layout: Layout) -> [String] {
        let hasDetail = blocks.contains { $0.cells.joined().contains { $0.detail != nil } }
        let lift = hasDetail ? 0.16 * layout.cellHeight : 0
        let drop = 0.21 * layout.cellHeight
        var lines: [String] = []
        for (block, cells) in blocks.map(\.cells).enumerated() {
            for (row, cells) in cells.enumerated() {
                for (column, cell) in cells.enumerated() {
                    let x = "x(\(block + 1), \(column + 1))"
                    let y = "y(\(block + 1), \(row + 1))"
                    let color = cell.value > middle ? "#ffffff" : ChartStyle.text
                    func label(_ text: String, _ offset: String, _ size: Int) -> String {
                        "set label \(GnuplotText.quoted(text)) at first \(x), first \(y) \(offset) "
                            + "center front font ',\(size)' textcolor rgb '\(color)'"
                    }
                    lines.append(label(cell.text, "+ \(number(lift))", Self.labelSize))
                    if let detail = cell.detail {
                        lines.append(label(detail.text, "- \(number(drop))", 12))
                    }
                }
            }
        }
        return lines
    }

    /// The titles of the tables, the row names on the left and the column names at the bottom.
    private func names(_ layout: Layout) -> [String] {
        let canvas = layout.canvas
        func label(
            _ text: String, _ x: Double, _ y: Double, _ alignment: String, size: Int
        ) -> String {
            "set label \(GnuplotText.quoted(text)) at \(canvas.screenX(x)), \(canvas.screenY(y)) \(alignment) "
                + "font '\(ChartStyle.font),\(size)' textcolor rgb '\(ChartStyle.text)'"
        }
        var lines: [String] = []
        for (index, block) in blocks.enumerated() {
            let left = canvas.left + Double(index % layout.perRow) * layout.blockWidth
            let top = layout.top - Double(index / layout.perRow) * layout.blockHeight
            for (line, text) in layout.titles[index].reversed().enumerated() {
                lines.append(
                    label(
                        text, left + 1, top + 14 + 22 * Double(line), "left", size: Self.smallSize))
            }
            if index % layout.perRow == 0 {
                for (row, name) in layout.rows.enumerated() {
                    lines.append(
                        label(
                            name, left - 12, top - (Double(row) + 0.5) * layout.cellHeight,
                            "right", size: Self.labelSize))
                }
            }
            guard index + layout.perRow >= blocks.count else { continue }
            let bottom = top - layout.cellHeight * Double(block.rows.count)
            for (column, name) in layout.columns.enumerated() {
                let x = left + (Double(column) + 0.5) * layout.cellWidth
                lines.append(
                    layout.areColumnsUpright
                        ? label(name, x, bottom - 10, "right rotate by 90", size: Self.smallSize)
                        : label(name, x, bottom - 20, "center", size: Self.smallSize))
            }
        }
        if !columnTitle.isEmpty {
            let gap = layout.perRow > 1 ? 26.0 : 0
            let x = canvas.left + (layout.blockWidth * Double(layout.perRow) - gap) / 2
            lines.append(label(columnTitle, x, 28, "center", size: Self.axisSize))
        }
        if !rowTitle.isEmpty {
            let y = layout.top - layout.cellHeight * Double(blocks[0].rows.count) / 2
            lines.append(
                layout.isRowTitleAbove
                    ? label(rowTitle, 24, layout.top + 18, "left", size: Self.axisSize)
                    : label(rowTitle, 30, y, "center rotate by 90", size: Self.axisSize))
        }
        return lines
    }
}
