import Analysis
import Files
import Foundation
import JSON
import Markup
package import Plotting
package import Results
import Synchronization
import Vocabulary

/// Draws the charts and writes the report of a results folder, from the folder alone.
package enum ReportWriter {
    /// The result of writing a report.
    package struct Outcome: Sendable, Hashable {
        /// The path of `report.md`.
        package var path: String
        /// The reason why the charts were not drawn; nil if they were.
        package var plottingError: PlottingError?
    }

    private static var environmentPath: String {
        ProcessInfo.processInfo.environment["PATH"] ?? ""
    }

    /// Draws all charts for which the study has data: `charts/<name>.csv`, `.gp` and an image in
    /// each format.
    ///
    /// Data and scripts are written first, so they exist even if gnuplot is missing.
    /// - Parameters:
    ///   - replicates: the number of bootstrap resamplings; nil: the default number.
    ///   - searchPath: the folders in which gnuplot is searched; nil: the environment's `PATH`.
    /// - Returns: the names of the charts.
    /// - Throws: `PlottingError`, `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func plot(
        _ folder: ResultsFolder, formats: [ChartFormat] = [.png], replicates: Int? = nil,
        searchPath: String? = nil
    ) throws -> [String] {
        if let labels = try labelAnalysis(folder, replicates) {
            return try plot(labels, in: folder, formats, searchPath)
        }
        return try plot(
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

    /// Writes `report.md` with the charts whose images exist, and `tables/`. If the folder has the
    /// researcher's text, the report contains it.
    /// - Parameters:
    ///   - format: the format of the images that the report shows; nil: that of the images in the
    ///     folder.
    ///   - replicates: the number of bootstrap resamplings; nil: the default number.
    /// - Returns: the report's path.
    /// - Throws: `NarrativeError`, after writing a report without that text; `ResultsError`,
    ///   `JSONError` or `FileError`.
    @discardableResult
    package static func write(
        _ folder: ResultsFolder, format: ChartFormat? = nil, replicates: Int? = nil
    ) throws -> String {
        if let labels = try labelAnalysis(folder, replicates) {
            return try write(labels, in: folder)
        }
        return try write(
            ChartGallery(analysis(folder, replicates)), in: folder,
            format ?? formatOfImages(in: folder))
    }

    /// The format of the charts that a folder has: PNG, or SVG if no chart is in PNG.
    private static func formatOfImages(in folder: ResultsFolder) -> ChartFormat {
        let formats = [ChartFormat.png, .svg]
        return formats.first { format in
            Charts.all.contains {
                FileManager.default.fileExists(
                    atPath: "\(folder.chartsPath)/\($0.name).\(format.rawValue)")
            }
        } ?? .png
    }

    /// Writes the charts, the tables and the report. If gnuplot is missing or fails, the report
    /// names the charts that were not drawn.
    /// - Parameters:
    ///   - formats: the formats of the charts; the report shows the first one that Markdown can
    ///     show, or PNG if there is none.
    ///   - checklists: the reporting guides whose files are written, beside those that exist.
    ///   - replicates: the number of bootstrap resamplings; nil: the default number.
    ///   - searchPath: the folders in which gnuplot is searched; nil: the environment's `PATH`.
    /// - Throws: `NarrativeError`, after writing a report without that text; `ResultsError`,
    ///   `JSONError` or `FileError`.
    package static func make(
        _ folder: ResultsFolder, formats: [ChartFormat] = [.png], checklists: [Checklist] = [],
        replicates: Int? = nil, searchPath: String? = nil
    ) throws -> Outcome {
        if let labels = try labelAnalysis(folder, replicates) {
            return try make(labels, in: folder, formats, searchPath)
        }
        let gallery = ChartGallery(try analysis(folder, replicates))
        var error = try plotIfPossible(gallery, in: folder, formats, searchPath)
        for evaluation in try folder.evaluations() where error == nil {
            do { error = try plot(evaluation, in: folder) } catch let failure {
                // The report names evaluations with damaged or missing files.
                guard
                    failure is ResultsError || failure is JSONError
                        || !FileManager.default.fileExists(atPath: evaluation.recordPath)
                        || !FileManager.default.fileExists(atPath: evaluation.predictionsPath)
                else { throw failure }
            }
        }
        return Outcome(
            path: try write(gallery, in: folder, formats.shown, checklists),
            plottingError: error)
    }

    /// Draws the charts, if gnuplot is there and does not fail.
    /// - Parameter command: the command that draws the charts again; nil: `study plot`.
    /// - Returns: the reason why the charts were not drawn; nil if they were.
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
        _ gallery: ChartGallery, in folder: ResultsFolder, _ format: ChartFormat,
        _ checklists: [Checklist] = []
    ) throws -> String {
        var gallery = gallery
        gallery.recordImages(in: folder, format)
        try writeTables(gallery.analysis, in: folder)
        let document = ReportDocument(
            gallery: gallery,
            explanation: try gallery.analysis.comparison.bestTrial.flatMap {
                try folder.explanation($0.entry)
            }, evaluations: try evaluations(in: folder, gallery.analysis.results.lock))
        try write(checklists, in: folder, document)
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

    /// The evaluations of the folder on other data, with the charts that are drawn.
    private static func evaluations(
        in folder: ResultsFolder, _ lock: StudyLock
    ) throws -> [EvaluationsSection.Item] {
        try folder.evaluations().map { evaluation in
            let record: EvaluationRecord
            let predictions: PredictionTable
            do {
                record = try evaluation.readRecord()
                predictions = try evaluation.readPredictions(of: record)
                _ = try evaluation.readReaders(of: record)
            } catch {
                return .damaged(name: evaluation.name, reason: "\(error)")
            }
            return .evaluated(
                name: evaluation.name, record, predictions,
                charts: EvaluationCharts.names.filter {
                    FileManager.default.fileExists(atPath: "\(evaluation.chartsPath)/\($0).png")
                }, isOutdated: !record.isCurrent(in: lock))
        }
    }

    /// Draws the charts of an evaluation on other data into its folder.
    /// - Returns: the reason why the charts were not drawn; nil if they were.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package static func plot(
        _ evaluation: EvaluationFolder, in folder: ResultsFolder?
    ) throws -> PlottingError? {
        let record = try evaluation.readRecord()
        // The figures of several labels are a table.
        if record.labels != nil { return nil }
        // Stored predictions are without test-time augmentation.
        let shift = record.augmentation.isEmpty ? record.shift : nil
        let inside = try shift.flatMap { shift in
            try folder.flatMap { folder in
                let tables = try record.model.compactMap {
                    try folder.trial($0.id).readPredictions(shift.split)
                }
                let mean =
                    tables.count == record.model.count ? PredictionTable.mean(of: tables) : nil
                return record.calibration.map { mean?.calibrated(by: $0.map) } ?? mean
            }
        }
        let drawings = EvaluationCharts.drawings(
            record, try evaluation.readPredictions(of: record), internal: inside,
            readers: try evaluation.readReaders(of: record))
        for name in EvaluationCharts.names where !drawings.contains(where: { $0.name == name }) {
            try ChartFolder.remove(name, from: evaluation.chartsPath)
        }
        do {
            try ChartFolder.draw(
                drawings, in: evaluation.chartsPath,
                again: folder.map { "study report \(ShellText.quoted($0.path))" }
                    ?? "study evaluate")
            return nil
        } catch let error as PlottingError { return error }
    }

    /// Writes `report.md`. If there is a `report.html`, it is written again, so that it never shows
    /// older results than the report.
    static func write(_ markdown: String, in folder: ResultsFolder, title: String? = nil) throws {
        try AtomicFile.write(markdown, to: folder.reportPath)
        if FileManager.default.fileExists(atPath: folder.pagePath) {
            _ = try writePage(folder, title: title)
        }
    }

    static func writeTables(_ analysis: StudyAnalysis, in folder: ResultsFolder) throws {
        try FileManager.makeFolder(folder.tablesPath)
        for table in Tables.all {
            let path = "\(folder.tablesPath)/\(table.file)"
            if table.hasData(analysis) {
                try AtomicFile.write(table.text(analysis), to: path)
            } else {
                // A table of earlier results.
                try FileManager.removeFile(path)
            }
        }
    }

    /// Writes `report.html` from `report.md`: one page that contains all images.
    /// - Parameter title: the page's title; nil: the study's.
    /// - Returns: the path of the page.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package static func writePage(
        _ folder: ResultsFolder, title: String? = nil
    ) throws -> String {
        try AtomicFile.write(folder.page(title: title).html, to: folder.pagePath)
        return folder.pagePath
    }

    private static func narrativePath(beside studyFile: String) -> String {
        let suffix = ".json"
        let stem =
            studyFile.hasSuffix(suffix) ? String(studyFile.dropLast(suffix.count)) : studyFile
        return stem + ".md"
    }

    /// The file name of the researcher's text in errors: the file beside the study if it has the
    /// same text, otherwise the copy in the results folder.
    private static func narrativeName(
        _ text: Data, _ folder: ResultsFolder, _ studyFile: String
    ) -> String {
        let own = narrativePath(beside: studyFile)
        return FileManager.default.contents(atPath: own) == text ? own : folder.narrativePath
    }

    /// Copies the researcher's text from beside a study file into the results folder: `lr-sweep.md`
    /// for `lr-sweep.json`. If there is no text beside the study file, the copy in the folder is
    /// removed; if the study file does not exist, the copy stays.
    /// - Returns: the path of the text beside the study file; nil if there is none.
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

    /// Whether a file is the study of a results folder, not another file of the same name.
    private static func isStudy(_ studyFile: String, of folder: ResultsFolder) throws -> Bool {
        guard let data = FileManager.default.contents(atPath: studyFile),
            let study = try? JSONDocument(
                text: String(decoding: data, as: UTF8.self), file: studyFile)
        else { return false }
        return study.value["name"]?.text == (try folder.readLock()).name
    }
}
