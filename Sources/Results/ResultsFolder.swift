import Files
import Foundation
import JSON
import Vocabulary

/// The folder of a study's results: the paths of its files, and reading and writing them.
package struct ResultsFolder: Sendable, Hashable {
    /// The path of the folder, without a slash at the end.
    package let path: String

    /// Creates a reference to a folder, whether it exists or not.
    package init(_ path: String) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.path = FileManager.withoutParents(path)
    }

    /// The results folder that a path is in, or that it is; nil if there is none. The path need not
    /// exist; links in it are followed.
    package init?(around path: String) {
        var path = FileManager.absolutePath(path)
        var rest = ""
        // The real path of the part that exists.
        while path != "/" {
            if let real = realpath(path, nil) {
                path = String(cString: real) + rest
                free(real)
                break
            }
            rest = "/\(URL(fileURLWithPath: path).lastPathComponent)\(rest)"
            path = FileManager.parentPath(path)
        }
        while path != "/" {
            let folder = ResultsFolder(path)
            if FileManager.default.fileExists(atPath: folder.lockPath) {
                self = folder
                return
            }
            path = FileManager.parentPath(path)
        }
        return nil
    }

    package var lockPath: String { path + "/study.lock.json" }
    package var summaryPath: String { path + "/summary.csv" }
    package var reportPath: String { path + "/report.md" }
    /// The path of the report as a self-contained page.
    package var pagePath: String { path + "/report.html" }
    /// The path of the copy of the researcher's own text.
    package var narrativePath: String { path + "/narrative.md" }
    package var chartsPath: String { path + "/charts" }
    /// The folder of the tables for other programs: `groups.csv`, `metrics.csv`, `comparisons.csv`,
    /// `epochs.csv`, `results.tex`.
    package var tablesPath: String { path + "/tables" }
    /// The folder of learning-rate range tests, which are not part of the results.
    package var rangeTestsPath: String { path + "/lr-find" }

    /// The folder of a trial, whether it exists or not.
    package func trial(_ id: String) -> TrialFolder { TrialFolder("\(path)/trials/\(id)", id: id) }

    /// Reads the lock.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func readLock() throws -> StudyLock {
        guard FileManager.default.fileExists(atPath: lockPath) else {
            throw ResultsError.notResults(folder: path)
        }
        return try StudyLock(file: lockPath)
    }

    /// Writes the lock; the folder is created if necessary.
    /// - Throws: `FileError`.
    package func write(_ lock: StudyLock) throws {
        try FileManager.makeFolder(path)
        try AtomicFile.write(lock.json.pretty, to: lockPath)
    }

    /// Writes `summary.csv` from the lock and the trials.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func writeSummary() throws {
        try AtomicFile.write(StudyResults(self).summary.text, to: summaryPath)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        try OpenFile(path: path).contents()
    }

    /// Reads a CSV file.
    /// - Throws: `ResultsError` or `FileError`.
    package static func csv(_ path: String) throws -> CSVDocument {
        try CSVDocument(text: String(decoding: bytes(path), as: UTF8.self), file: path)
    }
}
