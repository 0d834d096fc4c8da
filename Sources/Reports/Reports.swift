import Files
import Foundation
package import Results

/// Draws the charts and writes the report of a results folder, from the folder alone.
package enum Reports {
    /// Draws all charts that the study has something to show in: `charts/<name>.csv`, `.gp` and `.png`.
    ///
    /// Data and scripts are written before gnuplot is looked for, so that they are there without it.
    /// - Parameter searchPath: where to look for gnuplot; the environment's `PATH` by default.
    /// - Returns: the names of the charts.
    /// - Throws: `ReportsError`, `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func plot(
        _ folder: ResultsFolder,
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws -> [String] {
        let results = try StudyResults(folder)
        var drawings: [(name: String, drawing: Drawing)] = []
        for chart in Charts.all {
            if let drawing = chart.draw(results) {
                drawings.append((chart.name, drawing))
            } else {
                remove(chart.name, from: folder)
            }
        }
        try draw(
            drawings, in: folder.chartsPath, again: "study plot \(folder.path)",
            searchPath: searchPath)
        return drawings.map(\.name)
    }

    /// Writes `report.md` with the charts that are there, and `tables/`.
    /// - Parameter replicates: resamplings of the images for an interval; nil: as many as usual.
    /// - Returns: the report's path.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func write(_ folder: ResultsFolder, replicates: Int? = nil) throws -> String {
        let results = try StudyResults(folder)
        let charts = Charts.all.map(\.name).filter {
            FileManager.default.fileExists(atPath: "\(folder.chartsPath)/\($0).png")
        }
        let findings = Findings(results, replicates: replicates ?? Findings.replicates)
        try ResultsFolder.makeFolder(folder.tablesPath)
        for table in Tables.all {
            try AtomicFile.write(table.text(findings), to: "\(folder.tablesPath)/\(table.file)")
        }
        let document = ReportDocument(
            findings: findings, charts: Set(charts),
            explanation: try findings.comparison.bestTrial.flatMap {
                try folder.explanation($0.entry)
            })
        try AtomicFile.write(document.markdown, to: folder.reportPath)
        return folder.reportPath
    }

    /// Draws charts into a folder, which is made when it is not there: `<name>.csv`, `.gp` and `.png`.
    ///
    /// Data and scripts are written before gnuplot is looked for, so that they are there without it.
    /// - Parameters:
    ///   - command: what draws them later, for the message when there is no gnuplot.
    ///   - searchPath: where to look for gnuplot; the environment's `PATH` by default.
    /// - Throws: `ReportsError` or `FileError`.
    package static func draw(
        _ drawings: [(name: String, drawing: Drawing)], in path: String, again command: String,
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws {
        try ResultsFolder.makeFolder(path)
        for (name, drawing) in drawings {
            try AtomicFile.write(drawing.data.text, to: "\(path)/\(name).csv")
            try AtomicFile.write(drawing.script, to: "\(path)/\(name).gp")
        }
        guard let gnuplot = Gnuplot(searchPath: searchPath) else {
            throw ReportsError.gnuplotMissing(folder: path, command: command)
        }
        // Each appears whole or not at all.
        for (name, drawing) in drawings {
            let picture = try gnuplot.picture(
                name, script: drawing.script, data: ["\(name).csv": Data(drawing.data.text.utf8)])
            try AtomicFile.write(picture, to: "\(path)/\(name).png")
        }
    }

    /// Takes away a chart that the study has nothing to show in any more.
    private static func remove(_ name: String, from folder: ResultsFolder) {
        for ending in ["csv", "gp", "png"] {
            try? FileManager.default.removeItem(atPath: "\(folder.chartsPath)/\(name).\(ending)")
        }
    }
}
