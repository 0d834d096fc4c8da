import Analysis

/// The positions on a contact sheet, in pixels. Every text wraps to a width of its own, and columns
/// and rows are as large as their texts and images need.
struct ContactSheetLayout {
    /// The longest side of a sheet that programs can draw and show.
    static let mostPixels = 32_000
    static let titleSize = 15.0
    static let captionSize = 11.0
    /// Smaller images are enlarged by a whole number to about this side.
    private static let leastSide = 112
    private static let leastText = 104.0
    /// The space between texts beside each other.
    private static let textGap = 10.0
    private static let widestRowTitle = 380.0
    private static let widestTitle = 1600.0
    private static let gap = 6
    private static let barWidth = 220
    private static let barHeight = 14

    /// The number of pixels on the sheet for a pixel of an image, in each direction.
    let scale: Int
    /// The side of an image on the sheet.
    let shown: Int
    let title: String
    let notes: [String]
    let rowTitles: [[String]]
    let captions: [[[String]]]
    let columns: [[String]]
    /// The upper edge of each row's images, from the top of the area of images.
    let tops: [Int]
    /// The size of the area of the images and the colour bar.
    let width: Int
    let height: Int
    /// The colour bar in that area.
    let bar: (x: Int, y: Int, width: Int, height: Int)?
    let canvas: Canvas
    private let columnWidth: Int

    /// The distance of lines of text of a size.
    static func pitch(_ size: Double) -> Double { (size * 1.65).rounded() }

    init(_ sheet: ContactSheet) {
        scale = max(1, Self.leastSide / max(1, sheet.side))
        shown = sheet.side * scale
        let columnText = max(Self.leastText, Double(shown))
        // The estimated width of a text may be a little too small.
        let textWidth = columnText - Self.textGap
        columns = sheet.columns.map {
            WrappedText.lines($0, to: textWidth, size: Self.titleSize)
        }
        captions = sheet.rows.map { row in
            row.captions.map { WrappedText.lines($0, to: textWidth, size: Self.captionSize) }
        }
        rowTitles = sheet.rows.map {
            WrappedText.lines($0.title, to: Self.widestRowTitle, size: Self.titleSize)
        }
        let hasText = !columns.isEmpty || captions.contains { !$0.isEmpty }
        columnWidth = (hasText ? Int(columnText) : shown) + Self.gap
        let count = max(1, sheet.columns.count, sheet.rows.map(\.images.count).max() ?? 1)
        var (top, tops) = (0, [Int]())
        for (titleLines, captions) in zip(rowTitles, captions) {
            // A title that is higher than the images is centred on them.
            let titleHeight = Int(Self.pitch(Self.titleSize)) * titleLines.count
            let space = max(0, titleHeight - shown)
            tops.append(top + space / 2)
            let captionHeight =
                Int(Self.pitch(Self.captionSize)) * (captions.map(\.count).max() ?? 0)
            top += shown + Self.gap + max(space, captionHeight > 0 ? captionHeight + 6 : 0)
        }
        self.tops = tops
        var (area, height) = (count * columnWidth, max(1, top))
        bar = sheet.colorBar.map { colorBar in
            let text = { ChartStyle.width(of: $0, size: Self.captionSize) + 8 }
            let (low, high) = (text(colorBar.low), text(colorBar.high))
            area = max(area, Int(low + high) + Self.barWidth)
            height += 28 + Self.barHeight + 6
            return (Int(low), height - Self.barHeight - 6, Self.barWidth, Self.barHeight)
        }
        (width, self.height) = (area, height)
        let titleWidths = rowTitles.joined().map { ChartStyle.width(of: $0, size: Self.titleSize) }
        var canvas = Canvas()
        canvas.left = 40 + (titleWidths.max() ?? 0)
        (canvas.right, canvas.bottom) = (24, 24)
        title = Self.fitted(sheet.title, to: Self.widestTitle, size: 21)
        let least = max(560, ChartStyle.width(of: title, size: 21) * 1.06 + 48)
        canvas.right += max(0, least - canvas.left - canvas.right - Double(area))
        canvas.width = Int(canvas.left + canvas.right) + area
        notes = sheet.notes.flatMap {
            WrappedText.lines($0, to: Double(canvas.width) - 48, size: 14)
        }
        canvas.top += Canvas.noteHeight * Double(notes.count)
        canvas.top += Self.pitch(Self.titleSize) * Double(columns.map(\.count).max() ?? 0)
        canvas.height = Int(canvas.top + canvas.bottom) + height
        // The area has its size in whole pixels.
        canvas.right = Double(canvas.width - area) - canvas.left
        canvas.bottom = Double(canvas.height - height) - canvas.top
        self.canvas = canvas
    }

    /// The left edge of a column's images.
    func x(_ column: Int) -> Int {
        column * columnWidth + (columnWidth - Self.gap - shown) / 2
    }

    /// The text on one line, without its middle if it is too long.
    private static func fitted(_ text: String, to width: Double, size: Double) -> String {
        let limit = Int(width / ChartStyle.width(of: "n", size: size))
        guard text.count > limit else { return text }
        return text.prefix(limit / 2) + "…" + text.suffix(limit - limit / 2 - 1)
    }
}
