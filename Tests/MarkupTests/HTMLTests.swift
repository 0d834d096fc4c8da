import Files
import Foundation
import Markup
import Testing
import TestSupport

/// Reports as HTML pages.
struct HTMLTests {
    /// The smallest PNG image.
    private static let png = Data([
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
    ])

    private func page(_ markdown: String, in folder: String = "/none") -> String {
        HTMLReport(title: "A <title>", markdown: markdown, folder: folder).html
    }

    @Test func picturesArePartOfThePage() throws {
        try withTemporaryFolder { folder in
            try Self.png.write(to: URL(fileURLWithPath: "\(folder)/a.png"))
            let html = page("![Loss](a.png)\n\n![Gone](b.png)\n\n![Up](../a.png)", in: folder)
            #expect(
                html.contains(
                    "data:image/png;base64,\(Self.png.base64EncodedString())\" alt=\"Loss\""))
            #expect(html.contains("<em>Gone</em>"))
            #expect(html.contains("<em>Up</em>"))
        }
    }

    /// A link of the folder that leads to another file is not an image of the report.
    @Test func linksOutOfTheFolderAreNotFollowed() throws {
        try withTemporaryFolder { folder in
            let files = FileManager.default
            let inner = "\(folder)/inner"
            try FileManager.makeFolder("\(inner)/charts")
            try Self.png.write(to: URL(fileURLWithPath: "\(folder)/secret.png"))
            try Self.png.write(to: URL(fileURLWithPath: "\(inner)/a.png"))
            try files.createSymbolicLink(
                atPath: "\(inner)/charts/out.png", withDestinationPath: "../../secret.png")
            try files.createSymbolicLink(
                atPath: "\(inner)/charts/in.png", withDestinationPath: "../a.png")
            // The folder itself can be a link.
            try files.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: inner)
            for root in [inner, "\(folder)/link"] {
                let html = page("![In](charts/in.png)\n\n![Out](charts/out.png)", in: root)
                #expect(html.contains("\" alt=\"In\""), "\(root)")
                #expect(html.contains("<em>Out</em>"), "\(root)")
                let shown = ClosedFolder(root)
                #expect(shown.bytes(of: "\(root)/a.png") == [UInt8](Self.png))
                #expect(shown.bytes(of: "\(root)/../secret.png") == nil)
                #expect(shown.bytes(of: "\(root)/missing.png") == nil)
            }
        }
    }

    @Test func tablesAndSectionsAreThere() {
        let html = page(
            "# T\n\n## Results & more\n\n| a | b |\n|---|---:|\n| 1 | `x` |\n\n## Results & more\n")
        #expect(html.contains("<title>A &lt;title&gt;</title>"))
        #expect(html.contains("<a href=\"#results-more\">Results &amp; more</a>"))
        #expect(html.contains("<h2 id=\"results-more--2\">"))
        #expect(
            html.contains(
                "<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>"))
        #expect(html.contains("<td align=\"right\"><code>x</code></td>"))
    }

    /// Only tables of images are shown as a column on a narrow screen.
    @Test func tablesOfChartsAreMarked() {
        let html = page(
            "| a | b |\n|---|---|\n| ![x](a.png) | ![y](b.png) |\n\n| c |\n|---|\n| 1 |\n")
        #expect(html.components(separatedBy: "<div class=\"table charts\"").count == 2)
        #expect(html.components(separatedBy: "<div class=\"table\"").count == 2)
        #expect(html.components(separatedBy: "</table></div>").count == 3)
    }

    /// Text in a study's question does not run as a script.
    @Test func nothingElseRuns() {
        let html = page("<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>")
        #expect(!html.contains("<script>alert"))
        #expect(html.contains("script-src 'sha256-"))
        #expect(!html.contains("script-src 'unsafe-inline'"))
    }
}
