import Foundation
import Markup
import Plotting
@testable import Reports
import Results
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

/// A whole report as a page.
@Suite struct ReportMarkupTests {
    /// Markdown that was taken for plain text on its way would be seen as markup.
    @Test func noMarkupOfTheReportIsEscaped() {
        for study in Synthetic.recorded.map(\.study) {
            let report = ReportDocument(results: study.results, replicates: 20).markdown
            for markup in ["`", "*", "["] { #expect(!report.contains("\\" + markup)) }
        }
    }

    /// A class with such a name in a whole report, on the page too.
    @Test func classNamesAreShownInTheReport() {
        let names = [
            "<none>", "__init__", "*a*", "a\\|b", "`x`", "``x`", "<5mm", "&lt;", "&", "=B",
            "<img src=x onerror=alert(1)>",
        ]
        var study = Synthetic(schedules: ["step", "cosine"], epochs: 2)
        study.classes = names
        study.counts = [.train: names.map { _ in 9 }, .test: names.map { _ in 5 }]
        let report = ReportDocument(results: study.results, charts: [], replicates: 20).markdown
        let html = MarkdownHTML.html(report)
        #expect(!html.contains("<img"))
        for name in names {
            #expect(
                html.contains("<td>\(HTMLText.escaped(name).replacing("&#39;", with: "'"))</td>"),
                "\(name)")
        }
    }

    /// Pictures, links, sorting, the console and what axe-core finds, at two widths, light and
    /// dark.
    @Test(
        .enabled(
            if: ExternalProgram.isInstalled("gnuplot") && WebBrowser.isInstalled,
            "needs gnuplot and what 'Tools/install.sh test' installs"))
    func peopleCanReadAPageInABrowser() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/lr-sweep")
            try Synthetic(
                networks: ["vgg16", "alexnet"], schedules: ["step", "cosine", "exponential"],
                seeds: 2, steps: 30
            ).write(to: folder)
            #expect(try ReportWriter.make(folder, replicates: 50).plottingError == nil)
            let page = try ReportWriter.writePage(folder)
            let outcome = try ExternalProgram.run(
                try #require(WebBrowser.python),
                [ExternalProgram.tool("web/report.py"), page] + WebBrowser.screenshots, in: path)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }
}
