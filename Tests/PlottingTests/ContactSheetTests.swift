import Analysis
import Foundation
@testable import Plotting
import Testing
import TestSupport

/// Sheets of images: no text overlaps another one or an image, whatever their sizes.
@Suite struct ContactSheetTests {
    private struct Box {
        var text: String
        var (left, right, bottom, top): (Double, Double, Double, Double)

        func overlaps(_ other: Box) -> Bool {
            left < other.right - 0.5 && other.left < right - 0.5 && bottom < other.top - 0.5
                && other.bottom < top - 0.5
        }
    }

    /// The areas of the labels in a script, in pixels from the lower left corner.
    private func labels(_ script: String, _ canvas: Canvas) -> [Box] {
        script.matches(
            of:
                #/'(.*)' at screen ([0-9.]+), screen ([0-9.]+) (left|right|center).*,(\d+)'/#
        ).compactMap { match in
            guard let x = Double(match.2), let y = Double(match.3), let size = Double(match.5)
            else {
                return nil
            }
            // The true width of a text is about a tenth less than the estimate.
            let width = 0.9 * ChartStyle.width(of: String(match.1), size: size)
            let start =
                x * Double(canvas.width)
                - (match.4 == "left" ? 0 : match.4 == "right" ? width : width / 2)
            let (middle, half) = (y * Double(canvas.height), size * 0.62)
            return Box(
                text: String(match.1), left: start, right: start + width, bottom: middle - half,
                top: middle + half)
        }
    }

    private static let captions = [
        "", "3% NORMAL", "IM-0001-0001.jpeg", "PNEUMONIA 66.5%, heat map for NORMAL",
        "a_file_name_without_any_space_that_is_longer_than_an_image_is_wide.jpeg",
        "31% Atelectasis with pleural effusion on the left side",
    ]

    @Test(arguments: [8, 20, 32, 64, 96, 168, 224, 512], [1, 4, 7])
    func nothingOverlaps(_ side: Int, _ count: Int) throws {
        let image = [UInt8](repeating: 128, count: side * side * 3)
        let rows = [
            "NORMAL a.jpeg", "", "actual \(Self.captions[4]), predicted PNEUMONIA with words",
        ]
        .map { title in
            ContactSheet.Row(
                title: title, images: Array(repeating: image, count: count),
                captions: (0..<count).map { Self.captions[$0 % Self.captions.count] })
        }
        let sheet = ContactSheet(
            title: "cnn4-constant-s1", notes: ["A note of many words. " + Self.captions[5]],
            side: side, rows: rows,
            columns: ["original"] + (1..<max(2, count)).map { "epoch \($0)" },
            colorBar: .init(
                colors: [[0, 0, 0], [255, 255, 0]], low: "0: no contribution", high: "1: largest"))
        let layout = ContactSheetLayout(sheet)
        let canvas = layout.canvas
        let boxes = labels(sheet.script(layout), canvas)
        #expect(boxes.count > count)
        for (index, box) in boxes.enumerated() {
            #expect(
                box.left >= 0 && box.right <= Double(canvas.width) && box.bottom >= 0
                    && box.top <= Double(canvas.height), "\(box) leaves the sheet")
            for other in boxes[..<index] { #expect(!box.overlaps(other), "\(box) \(other)") }
        }
        let top = Double(canvas.height) - canvas.top
        for row in rows.indices {
            for column in 0..<count {
                let left = canvas.left + Double(layout.x(column))
                let image = Box(
                    text: "image", left: left, right: left + Double(layout.shown),
                    bottom: top - Double(layout.tops[row] + layout.shown),
                    top: top - Double(layout.tops[row]))
                for box in boxes { #expect(!box.overlaps(image), "\(box) \(image)") }
            }
        }
        // Whole texts are shown.
        let shown = boxes.map(\.text).joined().filter { $0 != " " }
        for caption in Self.captions.prefix(count) where !caption.isEmpty {
            #expect(shown.contains(caption.filter { $0 != " " }), "\(caption)")
        }
        #expect(layout.shown >= 64)
    }

    @Test(.enabled(if: isGnuplotThere, "gnuplot is not installed"), arguments: [32, 512])
    func itIsDrawn(_ side: Int) throws {
        let image = [UInt8](repeating: 90, count: side * side * 3)
        let sheet = ContactSheet(
            title: "t", side: side, rows: [.init(title: "row", images: [image, image])])
        try withTemporaryFolder { folder in
            try sheet.write(to: "\(folder)/new/sheet.png")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/new/sheet.png"))
            #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }

    @Test func aSheetThatNoProgramShowsIsRefused() throws {
        let image = [UInt8](repeating: 0, count: 512 * 512 * 3)
        let row = ContactSheet.Row(title: "", images: Array(repeating: image, count: 2))
        let sheet = ContactSheet(title: "t", side: 512, rows: Array(repeating: row, count: 70))
        let layout = ContactSheetLayout(sheet)
        #expect(layout.canvas.height > ContactSheetLayout.mostPixels)
    }
}
