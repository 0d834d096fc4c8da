import Files
import Foundation

/// A report as a self-contained HTML page: images are embedded, tables can be sorted, and the
/// colors follow the reader's light or dark mode.
package struct HTMLReport {
    /// The page's title in plain text, shown by the browser.
    let title: String
    /// The report in Markdown.
    let markdown: String
    /// The folder to which the paths of images in the report are relative.
    let folder: String
    /// The page that a server links the report from; nil for a file by itself.
    package var origin: Origin?

    /// A link to the page that a reader comes from.
    package struct Origin {
        let title: String
        /// The path on the server.
        let path: String

        /// - Parameter path: the path on the server, percent-encoded.
        package init(title: String, path: String) {
            self.title = title
            self.path = path
        }

        fileprivate var html: String {
            "<li><a href=\"\(HTMLText.escaped(path))\">← \(HTMLText.escaped(title))</a></li>\n"
        }
    }

    /// - Parameter folder: the folder to which the paths of images in the Markdown are relative.
    package init(title: String, markdown: String, folder: String) {
        self.title = title
        self.markdown = markdown
        self.folder = folder
    }

    /// The HTML of the page, with its style, script and images.
    package var html: String {
        let (body, headings) = anchored(MarkdownHTML.html(markdown))
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <title>\(HTMLText.escaped(title))</title>
            <style>
            \(ReportPage.style)</style>
            </head>
            <body>
            <nav aria-label="Contents">
            <ul>
            \(origin?.html ?? "")\(headings.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }.joined(separator: "\n"))
            </ul>
            </nav>
            <main>
            \(withImages(scrolling(body)))</main>
            <script>\(ReportPage.script)</script>
            </body>
            </html>

            """
    }

    /// The page's content security policy: only its own script runs, whatever text the report
    /// contains.
    package var policy: String {
        let digest = SHA256Digest.base64(of: ReportPage.script)
        return
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-\(digest)'"
    }

    /// The HTML with an id on every section heading, and the ids and titles for the table of
    /// contents.
    private func anchored(_ html: String) -> (String, [(id: String, title: String)]) {
        var headings: [(id: String, title: String)] = []
        let body = html.replacing(#/<h2>(?<title>.*?)</h2>/#) { match in
            let words = match.title.replacing(#/<[^>]*>|&[a-z]+;/#, with: " ").lowercased().split {
                !$0.isLetter && !$0.isNumber
            }
            let name = words.joined(separator: "-")
            let count = headings.count { $0.id == name || $0.id.hasPrefix("\(name)--") }
            let id = count == 0 ? name : "\(name)--\(count + 1)"
            headings.append((id, String(match.title)))
            return "<h2 id=\"\(id)\">\(match.title)</h2>"
        }
        return (body, headings)
    }

    /// The HTML with wide tables and code blocks that scroll by themselves, within reach of the
    /// keyboard, and with header cells without text replaced by data cells. On a narrow screen, the
    /// images of a table are shown one above the other.
    private func scrolling(_ html: String) -> String {
        var result = ""
        var rest = html[...]
        while let start = rest.range(of: "<table>"), let end = rest.range(of: "</table>") {
            let table = rest[start.lowerBound..<end.upperBound]
            let kind = table.contains("<img ") ? "table charts" : "table"
            result += rest[..<start.lowerBound]
            result += "<div class=\"\(kind)\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">"
            result += table + "</div>"
            rest = rest[end.upperBound...]
        }
        return (result + rest).replacing("<pre>", with: "<pre tabindex=\"0\">")
            .replacing(#/<th(?<attributes>[^>]*)><\/th>/#) { "<td\($0.attributes)></td>" }
    }

    /// The HTML with the folder's images embedded; an image that is missing or not in the folder is
    /// replaced by its alternative text.
    private func withImages(_ html: String) -> String {
        let files = ClosedFolder(folder)
        let tag = #/<img src="(?<path>[^":]+\.(?<kind>png|svg))" alt="(?<text>[^"]*)" \/>/#
        return html.replacing(tag) { match in
            let path = String(match.path).removingPercentEncoding ?? String(match.path)
            guard !path.hasPrefix("/"), !path.split(separator: "/").contains(".."),
                let bytes = files.bytes(of: "\(folder)/\(path)")
            else { return "<em>\(match.text)</em>" }
            let kind = match.kind == "svg" ? "svg+xml" : "png"
            let content = Data(bytes).base64EncodedString()
            let source = "data:image/\(kind);base64,\(content)"
            return "<img src=\"\(source)\" alt=\"\(match.text)\">"
        }
    }
}
