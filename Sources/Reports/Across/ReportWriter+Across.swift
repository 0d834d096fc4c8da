package import Analysis
import Files
import Foundation
package import Plotting
package import Results

extension ReportWriter {
    /// Writes the comparison of several studies: `report.md`, `charts/`, `tables/` and
    /// `summary.csv` of all their trials, in a folder that is created if necessary.
    /// - Parameters:
    ///   - formats: the formats of the charts; the report shows the first one that Markdown can
    ///     show, or PNG if there is none.
    ///   - command: the command that writes the comparison again.
    ///   - replicates: the number of bootstrap resamplings; nil: the default number.
    ///   - searchPath: the folders in which gnuplot is searched; nil: the environment's `PATH`.
    /// - Throws: `StudyUnionError` if `folder` contains the results of a study; `ResultsError` or
    ///   `FileError`.
    package static func compare(
        _ union: StudyUnion, in folder: ResultsFolder, formats: [ChartFormat] = [.png],
        command: String, replicates: Int? = nil, searchPath: String? = nil
    ) throws -> Outcome {
        guard !FileManager.default.fileExists(atPath: folder.lockPath) else {
            throw StudyUnionError.isResults(folder: folder.path)
        }
        var gallery = ChartGallery(
            StudyAnalysis(
                union.results, replicates: replicates ?? StudyAnalysis.replicates,
                isFair: union.hasSameImages))
        gallery.command = command
        let error = try plotIfPossible(
            gallery, in: folder, formats, searchPath, again: command)
        try AtomicFile.write(union.results.summary.text, to: folder.summaryPath)
        gallery.recordImages(in: folder, formats.shown)
        try writeTables(gallery.analysis, in: folder)
        let document = ComparisonDocument(union: union, gallery: gallery, folder: folder.path)
        try write(
            document.markdown, in: folder, title: union.results.lock.title)
        return Outcome(path: folder.reportPath, plottingError: error)
    }
}
