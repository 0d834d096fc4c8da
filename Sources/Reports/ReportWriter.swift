package import Analysis
package import Files
package import Foundation
package import JSON
package import Markup
package import Plotting
package import Results
import Synchronization
package import Vocabulary

/// Draws the charts and writes the report of a results folder, from the folder alone.
package enum ReportWriter {
    /// What a whole report came to.
    package struct Outcome: Sendable, Hashable {
        /// Of `report.md`.
        package var path: String
        /// Why there are no pictures; nil when there are.
        package var problem: PlottingError?
    }

    private static var environmentPath: String {
        ProcessInfo.processInfo.environment["PATH"] ?? ""
    }

    /// Draws all charts that the study has something to show in: `charts/<name>.csv`, `.gp` and a
    /// picture in each format.
    ///
    /// Data and scripts are written before gnuplot is looked for, so that they are there without
    /// it.
    /// - Parameters:
    ///   - replicates: resamplings of the images for an interval; nil: as many as usual.
    ///   - searchPath: where to look for gnuplot; nil: the environment's `PATH`.
    /// - Returns: the names of the charts.
    /// - Throws: `PlottingError`, `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func plot(
        _ folder: ResultsFolder, formats: [ChartFormat] = [.png], replicates: Int? = nil,
        searchPath: String? = nil
    ) throws -> [String] {
        try plot(
            ChartGallery(analysis(folder, replicates)), in: folder, formats,
            searchPath ?? environmentPath)
    }

    private static func analysis(_ folder: ResultsFolder, _ replicates: Int?) throws
        -> StudyAnalysis
    {
        StudyAnalysis(
            try StudyResults(folder, hasSteps: true),
            replicates: replicates ?? StudyAnalysis.replicates)
    }

    /// Writes `report.md` with the charts that are there, and `tables/`; with the researcher's text
    /// where the folder has one.
    /// - Parameters:
    ///   - format: of the pictures that the report shows.
    ///   - replicates: resamplings of the images for an interval; nil: as many as usual.
    /// - Returns: the report's path.
    /// - Throws: `NarrativeError`, after writing a report without that text; `ResultsError`,
    ///   `JSONError` or `FileError`.
    @discardableResult
    package static func write(
        _ folder: ResultsFolder, format: ChartFormat = .png, replicates: Int? = nil
    ) throws -> String {
        try write(ChartGallery(analysis(folder, replicates)), in: folder, format)
    }

    /// Charts, tables and report; without gnuplot, or when it fails, a report that says which
    /// charts are missing.
    /// - Parameters:
    ///   - formats: the first that Markdown can show is the report's; PNG where there is none.
    ///   - searchPath: where to look for gnuplot; nil: the environment's `PATH`.
    /// - Throws: `NarrativeError`, after writing a report without that text; `ResultsError`,
    ///   `JSONError` or `FileError`.
    package static func make(
        _ folder: ResultsFolder, formats: [ChartFormat] = [.png], replicates: Int? = nil,
        searchPath: String? = nil
    ) throws -> Outcome {
        let gallery = ChartGallery(try analysis(folder, replicates))
        let problem = try plotIfPossible(gallery, in: folder, formats, searchPath)
        return Outcome(
            path: try write(gallery, in: folder, formats.shown), problem: problem)
    }

    /// - Parameter command: what draws them again; nil: `study plot`.
    /// - Returns: why there are no pictures; nil when there are.
    static func plotIfPossible(
        _ gallery: ChartGallery, in folder: ResultsFolder, _ formats: [ChartFormat],
        _ searchPath: String?, again command: String? = nil
    ) throws -> PlottingError? {
        do {
            let all = formats.contains(formats.shown) ? formats : [formats.shown] + formats
            try plot(gallery, in: folder, all, searchPath ?? environmentPath, again: command)
            return nil
        } catch let error as PlottingError { return error }
    }

    @discardableResult
    private static func plot(
        _ gallery: ChartGallery, in folder: ResultsFolder, _ formats: [ChartFormat],
        _ searchPath: String, again command: String? = nil
    ) throws -> [String] {
        for name in gallery.absent { try ChartFolder.remove(name, from: folder.chartsPath) }
        try ChartFolder.draw(
            gallery.drawings, in: folder.chartsPath, formats: formats,
            again: command ?? "study plot \(ShellText.quoted(folder.path))", searchPath: searchPath)
        return gallery.drawings.map(\.name)
    }

    private static func write(
        _ gallery: ChartGallery, in folder: ResultsFolder, _ format: ChartFormat
    ) throws -> String {
        var gallery = gallery
        gallery.note(imagesIn: folder, format)
        try writeTables(gallery.analysis, in: folder)
        let document = ReportDocument(
            gallery: gallery,
            explanation: try gallery.analysis.comparison.bestTrial.flatMap {
                try folder.explanation($0.entry)
            })
        guard let text = FileManager.default.contents(atPath: folder.narrativePath) else {
            try write(document.markdown, in: folder)
            return folder.reportPath
        }
        do {
            try write(
                try document.markdown(
                    narrative: String(decoding: text, as: UTF8.self),
                    file: narrativeName(text, folder, gallery.analysis.results.lock.studyFile)),
                in: folder)
        } catch let error as NarrativeError {
            try write(document.markdown, in: folder)
            throw error
        }
        return folder.reportPath
    }

    /// Writes `report.md`, and `report.html` again where there is one: it never shows older results
    /// than the report.
    static func write(_ markdown: String, in folder: ResultsFolder, title: String? = nil) throws {
        try AtomicFile.write(markdown, to: folder.reportPath)
        if FileManager.default.fileExists(atPath: folder.pagePath) {
            _ = try writePage(folder, title: title)
        }
    }

    static func writeTables(_ analysis: StudyAnalysis, in folder: ResultsFolder) throws {
        try FileManager.makeFolder(folder.tablesPath)
        for table in Tables.all {
            try AtomicFile.write(table.text(analysis), to: "\(folder.tablesPath)/\(table.file)")
        }
    }

    /// Writes `report.html` from `report.md`: one page with all pictures in it.
    /// - Parameter title: nil: the study's.
    /// - Returns: its path.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package static func writePage(
        _ folder: ResultsFolder, title: String? = nil
    ) throws -> String {
        try AtomicFile.write(folder.page(title: title).html, to: folder.pagePath)
        return folder.pagePath
    }

    private static func narrativePath(beside studyFile: String) -> String {
        let ending = ".json"
        let stem =
            studyFile.hasSuffix(ending) ? String(studyFile.dropLast(ending.count)) : studyFile
        return stem + ".md"
    }

    /// The name that errors give the researcher's text: that of the file beside the study where it
    /// is the same text.
    private static func narrativeName(
        _ text: Data, _ folder: ResultsFolder, _ studyFile: String
    ) -> String {
        let own = narrativePath(beside: studyFile)
        return FileManager.default.contents(atPath: own) == text ? own : folder.narrativePath
    }

    /// Takes the researcher's text beside a study file into the results folder: `lr-sweep.md` for
    /// `lr-sweep.json`. Where the study file is there without a text, the folder's copy of an
    /// earlier one goes.
    /// - Returns: its path; nil where there is none. The folder keeps what it has where the study
    ///   file is not there.
    /// - Throws: `FileError`.
    @discardableResult
    package static func copyNarrative(
        beside studyFile: String, into folder: ResultsFolder
    ) throws -> String? {
        let path = narrativePath(beside: studyFile)
        guard let text = FileManager.default.contents(atPath: path) else {
            if try isStudy(studyFile, of: folder) {
                try FileManager.removeFile(folder.narrativePath)
            }
            return nil
        }
        if text != FileManager.default.contents(atPath: folder.narrativePath) {
            try AtomicFile.write(text, to: folder.narrativePath)
        }
        return path
    }

    /// Whether a file is the study of a results folder, and not of the same name in another folder.
    private static func isStudy(_ studyFile: String, of folder: ResultsFolder) throws -> Bool {
        guard let data = FileManager.default.contents(atPath: studyFile),
            let study = try? JSONDocument(
                text: String(decoding: data, as: UTF8.self), file: studyFile)
        else { return false }
        return study.value["name"]?.text == (try folder.readLock()).name
    }
}
