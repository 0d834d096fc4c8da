import Foundation
import Markup
import Testing

/// Names in Markdown: cmark-gfm, which GitHub uses, must show each unchanged at every position.
@Suite struct MarkdownTests {
    /// Names that Markdown, HTML or GitHub would read as markup.
    static let names = [
        "<none>", "__init__", "*a*", "a\\|b", "`x`", "``x`", "<5mm", "&lt;", "&", "=B", "-C", "D%s",
        "{{best.network}}", "$x$", "a_b_c", "[l](x)", "~~s~~", "![i](x)", "https://x.org/a_b",
        "www.example.org", "a@b.org", "@user", "#1", "# a", "a #", "a\\", "\\", "a|b", "|", "- a",
        "-", "---", "===", "1. a", "1)", "+ a", "> a", "*", "_", "**b**", "_a", "a_", "!", "a!",
        "<!-- c -->", "<img src=x onerror=alert(1)>", "</table>", "<script>x</script>", "&#65;",
        "a\nb", "a\tb", " a", "a ", "  ", "a  b", "[x]", "[^1]", ":smile:", "12:30:45", "é_ü_",
        "~a~", "mailto:a@b.org", "xmpp:a@b.org", "ftp://x.org", "<a\u{301}b>", "*\u{301}a*",
        "| --- |", "```", "~~~", "    code", "[a]: /b", "\u{85}a", "a\\<b", "&amp;lt;", "^a",
        "\u{A0}a", "a\u{2003}",
    ]

    /// The text between two tags of the page; nil if it contains markup.
    private func shown(_ markdown: Markdown, _ head: String, _ tail: String) -> String? {
        let html = MarkdownHTML.html(markdown.source)
        guard let start = html.firstRange(of: head), html.hasSuffix(tail) else { return nil }
        let inside = html[start.upperBound...].dropLast(tail.count).replacing("<!-- -->", with: "")
        guard !inside.unicodeScalars.contains("<") else { return nil }
        return String(inside).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    }

    private func check(_ name: String) {
        let cell = ("<td>", "</td>\n</tr>\n</tbody>\n</table>\n")
        let paragraph = ("<p>", "</p>\n")
        let positions: [(Markdown, (String, String), String)] = [
            (Markdown(name), paragraph, name), ("Of \(name).", paragraph, "Of \(name)."),
            ("\(name) is", paragraph, "\(name) is"),
            ("**\(name)** is", ("<p><strong>", "</strong> is</p>\n"), name),
            (
                Markdown.image(name, "a.png"),
                ("<p><img src=\"a.png\" alt=\"", "\" /></p>\n"), name
            ),
            (Markdown.heading(2, Markdown(name)), ("<h2>", "</h2>\n"), name),
            (Markdown.bullets([Markdown(name)]), ("<ul>\n<li>", "</li>\n</ul>\n"), name),
            (
                Markdown.table([Markdown(name)], rows: []),
                ("<th>", "</th>\n</tr>\n</thead>\n</table>\n"), name
            ),
            (Markdown.table(["a"], rows: [[Markdown(name)]]), cell, name),
            (Markdown.table(["a"], rows: [["x \(name) y"]]), cell, "x \(name) y"),
            ("x \(Markdown.code(name)).", ("<p>x <code>", "</code>.</p>\n"), name),
            (
                Markdown.table(["a"], rows: [[Markdown.code(name)]]),
                ("<td><code>", "</code>\(cell.1)"), name
            ),
        ]
        for (markdown, (head, tail), expected) in positions {
            let text = shown(markdown, head, tail)
            #expect(
                text.map { Array($0.unicodeScalars) } == Array(expected.unicodeScalars),
                "\(markdown.source) gives \(MarkdownHTML.html(markdown.source))")
        }
    }

    @Test(arguments: names) func aNameIsShownAsItIs(_ name: String) { check(name) }

    @Test func randomNamesAreShownAsTheyAre() {
        var random = SystemRandomNumberGenerator()
        let parts =
            Array("\\`*_{}[]()#+-.!|<>~&;:/@=$^'\"%?, \n\tab1xwé\u{301}").map(String.init)
            + ["www.", "http://", "&lt;", "<!--", "-->", "</", "](", "![", "~~", "**", "__", "```"]
        for _ in 0..<3000 {
            let name = (0..<Int.random(in: 1...12, using: &random))
                .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            check(name)
        }
    }

    @Test func aSummaryIsOneLine() {
        let html = MarkdownHTML.html(Markdown.details("a\n\n<b>", "x").source)
        let summary = "<summary>a&#10;&#10;&lt;b&gt;</summary>"
        #expect(html == "<details>\n\(summary)\n<p>x</p>\n</details>\n")
    }

    @Test func whatNeedsNoEscapingStaysReadable() {
        for text in [
            "val_accuracy", "vgg16-cosine-s1", "83.1% ± 0.4", "p < 0.001", "-0.1 to 1.0 points",
            "0.0001", "5,216", "2026-11-28T15:10:00Z", "AMD EPYC 7763 64-Core Processor, 8 cores",
            "x86_64 (Debian 12)", "a & b", "cnn4 / step / 16", "12:30:45",
        ] {
            #expect(Markdown(text).source == text)
            #expect(("of \(text)" as Markdown).source == "of \(text)")
        }
        #expect(Markdown.code("val_accuracy").source == "`val_accuracy`")
    }

    @Test func aPipeInANameDoesNotEndItsColumn() {
        #expect(
            Markdown.table([Markdown("a|b")], rows: [["c\nd"]]).source
                == "| a\\|b |\n| --- |\n| c d |")
    }

    @Test func tagsCanBeShownAsTheyAreWritten() {
        let html = MarkdownHTML.htmlWithoutTags(
            "*Is* `a < b` in <b>bold</b>?\n\n<div>\n\n[x](javascript:alert(1))")
        #expect(
            html == "<p><em>Is</em> <code>a &lt; b</code> in &lt;b&gt;bold&lt;/b&gt;?</p>\n"
                + "<p>&lt;div&gt;\n</p>\n<p><a href=\"\">x</a></p>\n", "\(html)")
    }

    @Test func linksGoToTheirFiles() {
        let name = "a]b"
        let html = MarkdownHTML.html(
            Markdown.link(Markdown(name), to: "trials/a b(1)é%/\"x\"").source)
        #expect(
            html == "<p><a href=\"trials/a%20b%281%29%C3%A9%25/%22x%22\">a]b</a></p>\n", "\(html)")
    }
}
