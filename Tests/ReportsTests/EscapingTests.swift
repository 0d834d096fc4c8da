import Analysis
import Files
import Foundation
import Markup
@testable import Plotting
@testable import Reports
import Results
import Testing
import TestSupport

/// Names in gnuplot, LaTeX and spreadsheets.
@Suite struct EscapingTests {
    private static let hostile = [
        "D%s", "50%", "a'b", "a\"b", "{/Bold a}", "a_b^c", "`date`", "@x", "a\\nb", "a\nb", "~a{b}",
        "#a", "a,b", "$1", "&x",
    ]

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
            let findings = Findings(results, replicates: 20)
            let drawing = try #require(FinalAccuracyChart().draw(findings))
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
                let findings = Synthetic(schedules: [name, "zoom"], epochs: 2).findings
                let drawing = try #require(ROCChart().draw(findings))
                try ChartFolder.draw([("roc", drawing)], in: path, formats: [.svg], again: "")
                return try String(contentsOfFile: "\(path)/roc.svg", encoding: .utf8)
            }
        }
        #expect(try picture("#group").replacing("#group", with: "xgroup") == picture("xgroup"))
    }

    @Test func latexSetsTextsAsTheyAre() {
        #expect(
            LaTeXTable.escaped("\\{}$&#_^~% <a|b> \"c\" --")
                == "\\textbackslash{}\\{\\}\\$\\&\\#\\_\\textasciicircum{}\\textasciitilde{}\\% "
                + "\\textless{}a\\textbar{}b\\textgreater{} {\\char34}c{\\char34} -{-}")
        // A mark that combines with a special character makes one character of both.
        #expect(LaTeXTable.escaped("&\u{301}") == "\\&\u{301}")
    }

    @Test func aSpreadsheetFindsNoFormula() {
        let table = CSVTable(
            header: ["=A1", "x"],
            rows: [
                ["=HYPERLINK(\"http:x\")", "-0.5"], ["@SUM(1)", "+1e-3"], ["-2+3", "-inf"],
                ["\t=1", "a=b"],
            ])
        #expect(
            table.forSpreadsheets.header + table.forSpreadsheets.rows.flatMap { $0 } == [
                "'=A1", "x", "'=HYPERLINK(\"http:x\")", "-0.5", "'@SUM(1)", "+1e-3", "'-2+3",
                "-inf", "'\t=1", "a=b",
            ])
    }

    /// A picture of other data never stands beside new ones, whether it can be drawn now or not.
    @Test func oldPicturesGo() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder(path)
            try Synthetic(schedules: ["step", "cosine"]).write(to: folder)
            _ = try ReportWriter.make(folder, replicates: 20, searchPath: "")
            for format in ["png", "svg"] {
                try Data([1]).write(to: URL(fileURLWithPath: "\(path)/charts/val_loss.\(format)"))
            }
            try Data("old".utf8).write(to: URL(fileURLWithPath: folder.pagePath))
            _ = try ReportWriter.make(folder, replicates: 20, searchPath: "")
            // The same data: the pictures are those of now.
            #expect(FileManager.default.fileExists(atPath: "\(path)/charts/val_loss.svg"))
            let page = try String(contentsOfFile: folder.pagePath, encoding: .utf8)
            #expect(page.contains("<!DOCTYPE html>"))
            try Synthetic(schedules: ["step", "cosine"], epochs: 4).write(to: folder)
            _ = try ReportWriter.make(folder, replicates: 20, searchPath: "")
            #expect(!FileManager.default.fileExists(atPath: "\(path)/charts/val_loss.svg"))
            #expect(!FileManager.default.fileExists(atPath: "\(path)/charts/val_loss.png"))
        }
    }

    /// The text of the study's folder counts, and when it is gone its copy goes, too.
    @Test func theNarrativeIsTheUsersOwn() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/results")
            try Synthetic(schedules: ["step", "cosine"]).write(to: folder)
            let study = "\(path)/a.json"
            var lock = try folder.readLock()
            lock.studyFile = study
            try folder.write(lock)
            try "{\"name\": \"lr-sweep\"}".write(toFile: study, atomically: true, encoding: .utf8)
            try "{{best.nothing}} {{x}}".write(
                toFile: "\(path)/a.md", atomically: true, encoding: .utf8)
            #expect(try ReportWriter.takeNarrative(beside: study, into: folder) == "\(path)/a.md")
            let error = #expect(throws: NarrativeError.self) {
                try ReportWriter.write(folder, replicates: 20)
            }
            #expect(error?.problems.count == 2)
            #expect(error?.file == "\(path)/a.md")
            try FileManager.default.removeItem(atPath: "\(path)/a.md")
            #expect(try ReportWriter.takeNarrative(beside: study, into: folder) == nil)
            #expect(!FileManager.default.fileExists(atPath: folder.narrativePath))
            _ = try ReportWriter.write(folder, replicates: 20)
        }
    }
}
