import Files
import Foundation
import Plotting
package import Results

extension ReportWriter {
    /// Removes the files that are made from a folder's results: report, page, summary, tables and
    /// charts. A run does so if it replaces the results. Checklists of reporting guides are emptied
    /// until the report is written again. Other files stay, such as the researcher's text and a
    /// checklist that a person has edited.
    /// - Returns: the removed files, as paths relative to the folder.
    /// - Throws: `FileError`.
    @discardableResult
    package static func withdraw(from folder: ResultsFolder) throws -> [String] {
        let extensions = ["csv", "gp"] + ChartFormat.allCases.map(\.rawValue)
        let charts = (Charts.all.map(\.name) + [LabelChart.name]).flatMap { name in
            extensions.map { "\(folder.chartsPath)/\(name).\($0)" }
        }
        let tables = (Tables.all.map(\.file) + [labelTable]).map { "\(folder.tablesPath)/\($0)" }
        try emptyChecklists(in: folder)
        let files = [folder.reportPath, folder.pagePath, folder.summaryPath] + tables + charts
        let removed = try files.filter { path in
            if unlink(path) == 0 { return true }
            guard errno == ENOENT || errno == ENOTDIR else {
                throw FileError(operation: "remove", path: path)
            }
            return false
        }
        return removed.map { String($0.dropFirst(folder.path.count + 1)) }
    }
}
