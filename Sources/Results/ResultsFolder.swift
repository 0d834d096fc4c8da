import Files
import Foundation
import JSON
import Vocabulary

/// The folder of a study's results: where its files stand, read and written whole.
package struct ResultsFolder: Sendable, Hashable {
    package let path: String

    package init(_ path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    package var lockPath: String { path + "/study.lock.json" }
    package var summaryPath: String { path + "/summary.csv" }
    package var reportPath: String { path + "/report.md" }
    /// The report as a page that needs nothing else.
    package var pagePath: String { path + "/report.html" }
    /// The researcher's own text, as it stood beside the study file.
    package var narrativePath: String { path + "/narrative.md" }
    package var chartsPath: String { path + "/charts" }
    /// For other programs: `groups.csv`, `metrics.csv`, `comparisons.csv`, `epochs.csv`,
    /// `results.tex`.
    package var tablesPath: String { path + "/tables" }
    /// Of range tests, which are no results: nothing else reads it.
    package var rangeTestsPath: String { path + "/lr-find" }

    /// The folder of a trial, whether it is there or not.
    package func trial(_ id: String) -> TrialFolder { TrialFolder("\(path)/trials/\(id)", id: id) }

    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func readLock() throws -> StudyLock {
        guard FileManager.default.fileExists(atPath: lockPath) else {
            throw ResultsError.notResults(folder: path)
        }
        return try StudyLock(file: lockPath)
    }

    /// Makes the folder when it is not there.
    /// - Throws: `FileError`.
    package func write(_ lock: StudyLock) throws {
        try FileManager.makeFolder(path)
        try AtomicFile.write(lock.json.pretty, to: lockPath)
    }

    /// Writes `summary.csv` from the rest of the folder.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func writeSummary() throws {
        try AtomicFile.write(StudyResults(self).summary.text, to: summaryPath)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        try OpenFile(path: path).contents()
    }

    /// - Throws: `ResultsError` or `FileError`.
    package static func csv(_ path: String) throws -> CSVDocument {
        try CSVDocument(text: String(decoding: bytes(path), as: UTF8.self), file: path)
    }
}
