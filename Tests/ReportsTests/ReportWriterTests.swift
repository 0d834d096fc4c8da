import Files
import Foundation
import JSON
import Markup
import Plotting
@testable import Reports
import Results
import SyntheticResults
import Testing
import TestSupport

/// The files of a results folder after its report was written again.
@Suite struct ReportWriterTests {
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

    /// A report that is written again shows the charts that the folder has.
    @Test func theFormatOfTheChartsStays() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/results")
            try Synthetic(schedules: ["step", "cosine"]).write(to: folder)
            let outcome = try ReportWriter.make(folder, formats: [.svg], replicates: 20)
            #expect(outcome.plottingError == nil)
            let report = try String(contentsOfFile: outcome.path, encoding: .utf8)
            #expect(report.contains("(charts/val_loss.svg)"))
            #expect(
                try String(
                    contentsOfFile: ReportWriter.write(folder, replicates: 20), encoding: .utf8)
                    == report)
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
            #expect(try ReportWriter.copyNarrative(beside: study, into: folder) == "\(path)/a.md")
            let error = #expect(throws: NarrativeError.self) {
                try ReportWriter.write(folder, replicates: 20)
            }
            #expect(error?.diagnostics.count == 2)
            #expect(error?.file == "\(path)/a.md")
            try FileManager.default.removeItem(atPath: "\(path)/a.md")
            #expect(try ReportWriter.copyNarrative(beside: study, into: folder) == nil)
            #expect(!FileManager.default.fileExists(atPath: folder.narrativePath))
            _ = try ReportWriter.write(folder, replicates: 20)
        }
    }
}
