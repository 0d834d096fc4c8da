import Analysis
import Foundation
import Markup
@testable import Plotting
import SyntheticResults
import Testing
import TestSupport

/// Names in the scripts and pictures of gnuplot.
@Suite struct GnuplotTextTests {
    private static let hostile = [
        "D%s", "50%", "a'b", "a\"b", "{/Bold a}", "a_b^c", "`date`", "@x", "a\\nb", "a\nb", "~a{b}",
        "#a", "a,b", "$1", "&x",
    ]

    @Test func quotesDoNotEndAText() {
        #expect(GnuplotText.quoted("it's\nso") == "'it''s so'")
    }

    @Test func gnuplotTextsAreQuoted() {
        #expect(GnuplotText.quoted("it's\n50%") == "'it''s 50%'")
        #expect(GnuplotText.tick("50%") == "'50%%'")
        #expect(GnuplotText.field("a \"b\"\nc") == "a \u{201D}b\u{201D}\u{2424}c")
    }

    /// Every label of a chart with such names stands in its picture, and no row is lost.
    @Test(.enabled(if: isGnuplotThere, "needs gnuplot"))
    func chartsShowNamesAsTheyAre() throws {
        try withTemporaryFolder { path in
            let results = Synthetic(schedules: Self.hostile, seeds: 2, epochs: 2).results
            let analysis = StudyAnalysis(results, replicates: 20)
            let drawing = try #require(FinalAccuracyChart().draw(analysis))
            try ChartFolder.draw(
                [("test_accuracy_final", drawing)], in: path, formats: [.svg], again: "")
            let picture = try String(
                contentsOfFile: "\(path)/test_accuracy_final.svg", encoding: .utf8)
            for name in Self.hostile {
                let text = HTMLText.escaped(GnuplotText.line(name))
                    .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
                #expect(picture.contains(text), "\(text)")
            }
        }
    }

    /// A row whose name begins with `#` is no comment, which would move all rows after it.
    @Test(.enabled(if: isGnuplotThere, "needs gnuplot"))
    func noRowIsTakenForAComment() throws {
        func picture(_ name: String) throws -> String {
            try withTemporaryFolder { path in
                let analysis = Synthetic(schedules: [name, "zoom"], epochs: 2).analysis
                let drawing = try #require(ROCChart().draw(analysis))
                try ChartFolder.draw([("roc", drawing)], in: path, formats: [.svg], again: "")
                return try String(contentsOfFile: "\(path)/roc.svg", encoding: .utf8)
            }
        }
        #expect(try picture("#group").replacing("#group", with: "xgroup") == picture("xgroup"))
    }
}
