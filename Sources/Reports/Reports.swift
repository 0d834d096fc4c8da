import Files
import Foundation
package import Results
import Synchronization

/// Draws the charts and writes the report of a results folder, from the folder alone.
package enum Reports {
    /// What a whole report came to.
    package struct Outcome: Sendable, Hashable {
        /// Of `report.md`.
        package var path: String
        /// Why there are no pictures; nil when there are.
        package var problem: ReportsError?
    }

    private static var environmentPath: String {
        ProcessInfo.processInfo.environment["PATH"] ?? ""
    }

    /// Draws all charts that the study has something to show in: `charts/<name>.csv`, `.gp` and a picture in each format.
    ///
    /// Data and scripts are written before gnuplot is looked for, so that they are there without it.
    /// - Parameters:
    ///   - replicates: resamplings of the images for an interval; nil: as many as usual.
    ///   - searchPath: where to look for gnuplot; nil: the environment's `PATH`.
    /// - Returns: the names of the charts.
    /// - Throws: `ReportsError`, `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func plot(
        _ folder: ResultsFolder, formats: [ChartFormat] = [.png], replicates: Int? = nil,
        searchPath: String? = nil
    ) throws -> [String] {
        try plot(
            ChartGallery(findings(folder, replicates)), in: folder, formats,
            searchPath ?? environmentPath)
    }

    private static func findings(_ folder: ResultsFolder, _ replicates: Int?) throws -> Findings {
        Findings(
            try StudyResults(folder, hasSteps: true), replicates: replicates ?? Findings.replicates)
    }

    /// Writes `report.md` with the charts that are there, and `tables/`; with the researcher's text where the folder has one.
    /// - Parameters:
    ///   - format: of the pictures that the report shows.
    ///   - replicates: resamplings of the images for an interval; nil: as many as usual.
    /// - Returns: the report's path.
    /// - Throws: `NarrativeError`, after writing a report without that text; `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func write(
        _ folder: ResultsFolder, format: ChartFormat = .png, replicates: Int? = nil
    ) throws -> String {
        try write(ChartGallery(findings(folder, replicates)), in: folder, format)
    }

    /// Charts, tables and report; without gnuplot, or when it fails, a report that says which charts are missing.
    /// - Parameters:
    ///   - formats: the first that Markdown can show is the report's; PNG where there is none.
    ///   - searchPath: where to look for gnuplot; nil: the environment's `PATH`.
    /// - Throws: `NarrativeError`, after writing a report without that text; `ResultsError`, `JSONError` or `FileError`.
    package static func make(
        _ folder: ResultsFolder, formats: [ChartFormat] = [.png], replicates: Int? = nil,
        searchPath: String? = nil
    ) throws -> Outcome {
        let gallery = ChartGallery(try findings(folder, replicates))
        let problem = try plotIfPossible(gallery, in: folder, formats, searchPath)
        return Outcome(
            path: try write(gallery, in: folder, formats.shown), problem: problem)
    }

    /// - Parameter command: what draws them again; nil: `study plot`.
    /// - Returns: why there are no pictures; nil when there are.
    static func plotIfPossible(
        _ gallery: ChartGallery, in folder: ResultsFolder, _ formats: [ChartFormat],
        _ searchPath: String?, again command: String? = nil
    ) throws -> ReportsError? {
        do {
            let all = formats.contains(formats.shown) ? formats : [formats.shown] + formats
            try plot(gallery, in: folder, all, searchPath ?? environmentPath, again: command)
            return nil
        } catch let error as ReportsError { return error }
    }

    @discardableResult
    private static func plot(
        _ gallery: ChartGallery, in folder: ResultsFolder, _ formats: [ChartFormat],
        _ searchPath: String, again command: String? = nil
    ) throws -> [String] {
        for name in gallery.absent { remove(name, from: folder) }
        try draw(
            gallery.drawings, in: folder.chartsPath, formats: formats,
            again: command ?? "study plot \(folder.path)", searchPath: searchPath)
        return gallery.drawings.map(\.name)
    }

    private static func write(
        _ gallery: ChartGallery, in folder: ResultsFolder, _ format: ChartFormat
    ) throws -> String {
        var gallery = gallery
        gallery.note(picturesIn: folder, format)
        try writeTables(gallery.findings, in: folder)
        let document = ReportDocument(
            gallery: gallery,
            explanation: try gallery.findings.comparison.bestTrial.flatMap {
                try folder.explanation($0.entry)
            })
        guard FileManager.default.fileExists(atPath: folder.narrativePath) else {
            try AtomicFile.write(document.markdown, to: folder.reportPath)
            return folder.reportPath
        }
        do {
            let text = try String(contentsOfFile: folder.narrativePath, encoding: .utf8)
            try AtomicFile.write(
                try document.markdown(narrative: text, file: folder.narrativePath),
                to: folder.reportPath)
        } catch let error as NarrativeError {
            try AtomicFile.write(document.markdown, to: folder.reportPath)
            throw error
        }
        return folder.reportPath
    }

    static func writeTables(_ findings: Findings, in folder: ResultsFolder) throws {
        try ResultsFolder.makeFolder(folder.tablesPath)
        for table in Tables.all {
            try AtomicFile.write(table.text(findings), to: "\(folder.tablesPath)/\(table.file)")
        }
    }

    /// Writes `report.html` from `report.md`: one page with all pictures in it.
    /// - Parameter title: nil: the study's.
    /// - Returns: its path.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package static func writePage(
        _ folder: ResultsFolder, title: String? = nil
    ) throws -> String {
        try AtomicFile.write(page(folder, title: title).html, to: folder.pagePath)
        return folder.pagePath
    }

    /// `report.md` as a page with all pictures in it, and the policy for browsers that stands in it: what it may load.
    /// - Parameter title: nil: the study's.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package static func page(
        _ folder: ResultsFolder, title: String? = nil
    ) throws -> (html: String, policy: String) {
        let page = HTMLReport(
            title: try title ?? folder.readLock().title,
            markdown: String(
                decoding: FileManager.default.contents(atPath: folder.reportPath) ?? Data(),
                as: UTF8.self), folder: folder.path)
        return (page.html, page.policy)
    }

    /// Takes the researcher's text beside a study file into the results folder: `lr-sweep.md` for `lr-sweep.json`.
    /// - Returns: its path; nil where there is none, and the folder keeps what it has.
    /// - Throws: `FileError`.
    @discardableResult
    package static func takeNarrative(
        beside studyFile: String, into folder: ResultsFolder
    ) throws -> String? {
        let path = URL(fileURLWithPath: studyFile).deletingPathExtension()
            .appendingPathExtension("md").path
        guard let text = FileManager.default.contents(atPath: path) else { return nil }
        if text != FileManager.default.contents(atPath: folder.narrativePath) {
            try AtomicFile.write(text, to: folder.narrativePath)
        }
        return path
    }

    /// Draws charts into a folder, which is made when it is not there: `<name>.csv`, `.gp` and a picture in each format.
    ///
    /// Data and scripts are written before gnuplot is looked for, so that they are there without it.
    /// - Parameters:
    ///   - command: what draws them later, for the message when there is no gnuplot.
    ///   - searchPath: where to look for gnuplot; nil: the environment's `PATH`.
    /// - Throws: `ReportsError` or `FileError`.
    package static func draw(
        _ drawings: [(name: String, drawing: Drawing)], in path: String,
        formats: [ChartFormat] = [.png], again command: String, searchPath: String? = nil
    ) throws {
        try ResultsFolder.makeFolder(path)
        for (name, drawing) in drawings {
            try AtomicFile.write(drawing.data.text, to: "\(path)/\(name).csv")
            try AtomicFile.write(drawing.script, to: "\(path)/\(name).gp")
        }
        guard let gnuplot = Gnuplot(searchPath: searchPath ?? environmentPath) else {
            throw ReportsError.gnuplotMissing(folder: path, command: command)
        }
        let jobs = drawings.flatMap { drawing in formats.map { (drawing, $0) } }
        let failures = Mutex<[Int: any Error]>([:])
        DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
            let ((name, drawing), format) = jobs[index]
            // After a failure there is no need for the rest.
            guard failures.withLock(\.isEmpty) else { return }
            do {
                let picture = try gnuplot.picture(
                    name, script: drawing.script,
                    data: ["\(name).csv": Data(drawing.data.text.utf8)], format: format)
                // Each appears whole or not at all.
                try AtomicFile.write(picture, to: "\(path)/\(name).\(format.rawValue)")
            } catch {
                failures.withLock { $0[index] = error }
            }
        }
        if let first = failures.withLock({ failures in failures.min { $0.key < $1.key }?.value }) {
            throw first
        }
    }

    /// Takes away a chart that the study has nothing to show in any more.
    private static func remove(_ name: String, from folder: ResultsFolder) {
        for ending in ["csv", "gp"] + ChartFormat.allCases.map(\.rawValue) {
            try? FileManager.default.removeItem(atPath: "\(folder.chartsPath)/\(name).\(ending)")
        }
    }
}
