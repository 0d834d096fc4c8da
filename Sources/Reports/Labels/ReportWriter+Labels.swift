import Analysis
import Files
import Foundation
import Markup
import Plotting
import Results

/// The reports of studies whose images can have several labels.
extension ReportWriter {
    /// The name of the table of the labels' metrics.
    static let labelTable = "labels.csv"

    /// The analysis of a study whose images can have several labels; nil for another study.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    static func labelAnalysis(
        _ folder: ResultsFolder, _ replicates: Int?
    ) throws -> LabelAnalysis? {
        guard try folder.readLock().dataset.isMultilabel else { return nil }
        return LabelAnalysis(
            try StudyResults(folder), replicates: replicates ?? StudyAnalysis.replicates)
    }

    /// Draws the chart of the labels, and removes the charts of other studies.
    /// - Returns: the names of the charts.
    /// - Throws: `PlottingError`, `FileError`.
    static func plot(
        _ analysis: LabelAnalysis, in folder: ResultsFolder, _ formats: [ChartFormat],
        _ searchPath: String?
    ) throws -> [String] {
        for chart in Charts.all { try ChartFolder.remove(chart.name, from: folder.chartsPath) }
        guard let drawing = LabelChart(analysis).drawing else {
            try ChartFolder.remove(LabelChart.name, from: folder.chartsPath)
            return []
        }
        try ChartFolder.draw(
            [(name: LabelChart.name, drawing: drawing)], in: folder.chartsPath, formats: formats,
            again: "study plot \(ShellText.quoted(folder.path))", searchPath: searchPath)
        return [LabelChart.name]
    }

    /// Writes the chart, the table and the report of the labels.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    static func make(
        _ analysis: LabelAnalysis, in folder: ResultsFolder, _ formats: [ChartFormat],
        _ searchPath: String?
    ) throws -> Outcome {
        var error: PlottingError?
        do {
            let all = formats.contains(formats.shown) ? formats : [formats.shown] + formats
            _ = try plot(analysis, in: folder, all, searchPath)
        } catch let failure as PlottingError { error = failure }
        return Outcome(path: try write(analysis, in: folder), plottingError: error)
    }

    /// Writes the table and the report of the labels. Tables of other studies are removed.
    /// - Returns: the report's path.
    /// - Throws: `FileError`.
    static func write(_ analysis: LabelAnalysis, in folder: ResultsFolder) throws -> String {
        try FileManager.makeFolder(folder.tablesPath)
        for table in Tables.all { try FileManager.removeFile("\(folder.tablesPath)/\(table.file)") }
        let chart = "\(folder.chartsPath)/\(LabelChart.name).png"
        let hasChart = FileManager.default.fileExists(atPath: chart)
        let table = "\(folder.tablesPath)/\(labelTable)"
        if let csv = LabelTables(analysis: analysis, hasChart: hasChart).csv {
            try AtomicFile.write(csv.text, to: table)
        } else {
            try FileManager.removeFile(table)
        }
        let hasText = FileManager.default.fileExists(atPath: folder.narrativePath)
        let report = LabelReport(
            analysis: analysis, hasChart: hasChart, hasText: hasText,
            evaluations: try LabelEvaluationsSection(folder))
        try write(report.markdown, in: folder)
        return folder.reportPath
    }
}
