package import Analysis
package import Files
package import Foundation
package import Plotting
package import Results

extension ReportWriter {
    /// Compares studies: `report.md`, `charts/`, `tables/` and `summary.csv` of all their trials,
    /// in a folder that is made when it is not there.
    /// - Parameters:
    ///   - formats: the first that Markdown can show is the report's; PNG where there is none.
    ///   - command: what makes the same again.
    ///   - searchPath: where to look for gnuplot; nil: the environment's `PATH`.
    /// - Throws: `StudyUnionError` where `folder` is a study's; `ResultsError` or `FileError`.
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
        let problem = try plotIfPossible(
            gallery, in: folder, formats, searchPath, again: command)
        try AtomicFile.write(union.results.summary.text, to: folder.summaryPath)
        gallery.note(imagesIn: folder, formats.shown)
        try writeTables(gallery.analysis, in: folder)
        let document = ComparisonDocument(union: union, gallery: gallery, folder: folder.path)
        try write(
            document.markdown, in: folder, title: union.results.lock.title)
        return Outcome(path: folder.reportPath, problem: problem)
    }
}
