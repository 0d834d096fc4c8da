import Files
import Foundation
import Images
import ProgramSupport
import Results
import Testing
import TestSupport

/// `study explain`. `TorchExchangeTests` compare the heat maps with PyTorch's.
@Suite(.serialized) struct ExplanationTests {
    /// The sheet and its record, which the report shows until the trial is trained again.
    @Test func theReportShowsTheHeatMapsOfTheBestTrial() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try study.run("results", ["--filter", "cnn4-channels8-constant-s1"])
            let trial = "\(folder)/results/trials/cnn4-channels8-constant-s1"
            #expect(try study.study("explain", "--trial", trial).status == 0)
            let results = ResultsFolder("\(folder)/results")
            let entry = try #require(try StudyResults(results).trials.first).entry
            let record = try #require(try results.explanation(entry))
            #expect(record.rows.reduce(0) { $0 + $1.count } == 40)
            let sheet = try RGBImage(path: FilePath(results.explanationPath(entry.id)))
            #expect(sheet.width > 900)
            let report = try String(contentsOfFile: results.reportPath, encoding: .utf8)
            #expect(report.contains("(explanations/cnn4-channels8-constant-s1.png)"))
            // Writing the report again does not change it.
            #expect(try study.study("report", results.path).status == 0)
            #expect(try String(contentsOfFile: results.reportPath, encoding: .utf8) == report)
            var other = entry
            other.files["best.safetensors"] = "another"
            #expect(try results.explanation(other) == nil)
        }
    }

    @Test func wrongOptionsAreReported() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try study.run("results", ["--filter", "cnn4-channels8-constant-s1"])
            let trial = "\(folder)/results/trials/cnn4-channels8-constant-s1"
            let image = "\(folder)/phantom/test/NORMAL"
            let nobody = try study.study("explain", "--trial", trial, image, "--class", "NORML")
            #expect(nobody.status != 0)
            #expect(nobody.text.contains("NORMAL"), "\(nobody.text)")
            let text = "\(folder)/text.jpeg"
            try "no image".write(toFile: text, atomically: true, encoding: .utf8)
            let unreadable = try study.study(
                "explain", "--trial", trial, text, "--output", "\(folder)/sheet.png")
            #expect(unreadable.status == 1)
            #expect(unreadable.text.contains("text.jpeg"), "\(unreadable.text)")
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/sheet.png"))
            try FileManager.default.removeItem(atPath: "\(folder)/phantom")
            let gone = try study.study("explain", "--trial", trial)
            #expect(gone.status == 1)
            #expect(gone.text.contains("phantom/test"), "\(gone.text)")
        }
    }
}
