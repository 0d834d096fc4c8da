import Files
import Foundation
package import Results
import Settings
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
        for name in gallery.absent { try remove(name, from: folder) }
        try draw(
            gallery.drawings, in: folder.chartsPath, formats: formats,
            again: command ?? "study plot \(ShellText.quoted(folder.path))", searchPath: searchPath)
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
        guard let text = FileManager.default.contents(atPath: folder.narrativePath) else {
            try write(document.markdown, in: folder)
            return folder.reportPath
        }
        do {
            try write(
                try document.markdown(
                    narrative: String(decoding: text, as: UTF8.self),
                    file: narrativeName(text, folder, gallery.findings.results.lock.studyFile)),
                in: folder)
        } catch let error as NarrativeError {
            try write(document.markdown, in: folder)
            throw error
        }
        return folder.reportPath
    }

    /// Writes `report.md`, and `report.html` again where there is one: it never shows older results than the report.
    static func write(_ markdown: String, in folder: ResultsFolder, title: String? = nil) throws {
        try AtomicFile.write(markdown, to: folder.reportPath)
        if FileManager.default.fileExists(atPath: folder.pagePath) {
            _ = try writePage(folder, title: title)
        }
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

    private static func narrativePath(beside studyFile: String) -> String {
        let ending = ".json"
        let stem =
            studyFile.hasSuffix(ending) ? String(studyFile.dropLast(ending.count)) : studyFile
        return stem + ".md"
    }

    /// The name that errors give the researcher's text: that of the file beside the study where it is the same text.
    private static func narrativeName(
        _ text: Data, _ folder: ResultsFolder, _ studyFile: String
    ) -> String {
        let own = narrativePath(beside: studyFile)
        return FileManager.default.contents(atPath: own) == text ? own : folder.narrativePath
    }

    /// Takes the researcher's text beside a study file into the results folder: `lr-sweep.md` for `lr-sweep.json`. Where
    /// the study file is there without a text, the folder's copy of an earlier one goes.
    /// - Returns: its path; nil where there is none. The folder keeps what it has where the study file is not there.
    /// - Throws: `FileError`.
    @discardableResult
    package static func takeNarrative(
        beside studyFile: String, into folder: ResultsFolder
    ) throws -> String? {
        let path = narrativePath(beside: studyFile)
        guard let text = FileManager.default.contents(atPath: path) else {
            if try isStudy(studyFile, of: folder) { try removeFile(folder.narrativePath) }
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
        let drawings = drawings.map { name, drawing in
            (name: name, script: drawing.script, data: drawing.data.map(GnuplotText.field).text)
        }
        for (name, script, data) in drawings {
            try writeSources(of: name, script: script, data: data, in: path)
        }
        guard let gnuplot = Gnuplot(searchPath: searchPath ?? environmentPath) else {
            throw ReportsError.gnuplotMissing(folder: path, command: command)
        }
        let jobs = drawings.flatMap { drawing in formats.map { (drawing, $0) } }
        let failures = Mutex<[Int: any Error]>([:])
        DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
            let ((name, script, data), format) = jobs[index]
            // After a failure there is no need for the rest.
            guard failures.withLock(\.isEmpty) else { return }
            do {
                let picture = try gnuplot.picture(
                    name, script: script, data: ["\(name).csv": Data(data.utf8)], format: format)
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

    /// Writes a chart's data and script. Pictures of other data, in whatever format, go before: no picture is older than
    /// what stands beside it, even where none can be drawn now.
    private static func writeSources(
        of name: String, script: String, data: String, in path: String
    ) throws {
        let files = [
            ("\(path)/\(name).csv", Data(data.utf8)), ("\(path)/\(name).gp", Data(script.utf8)),
        ]
        guard files.contains(where: { FileManager.default.contents(atPath: $0) != $1 }) else {
            return
        }
        for format in ChartFormat.allCases {
            try removeFile("\(path)/\(name).\(format.rawValue)")
        }
        for (file, content) in files { try AtomicFile.write(content, to: file) }
    }

    /// Takes away a chart that the study has nothing to show in any more.
    private static func remove(_ name: String, from folder: ResultsFolder) throws {
        for ending in ["csv", "gp"] + ChartFormat.allCases.map(\.rawValue) {
            try removeFile("\(folder.chartsPath)/\(name).\(ending)")
        }
    }

    private static func removeFile(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw FileError(operation: "remove", path: path)
        }
    }
}
