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
        try ResultsFolder.makeFolder(folder.chartsPath)
        var drawings: [(name: String, drawing: Drawing)] = []
        for chart in Charts.all {
            if let drawing = chart.draw(results) {
                let path = "\(folder.chartsPath)/\(chart.name)"
                try AtomicFile.write(drawing.data.text, to: path + ".csv")
                try AtomicFile.write(drawing.script, to: path + ".gp")
                drawings.append((chart.name, drawing))
            } else {
                remove(chart.name, from: folder)
            }
        }
        guard let gnuplot = Gnuplot(searchPath: searchPath) else {
            throw ReportsError.gnuplotMissing(folder: folder.path)
        }
        for (name, drawing) in drawings { try draw(name, drawing, gnuplot, folder) }
        return drawings.map(\.name)
    }

    /// Writes `report.md` with the charts that are there.
    /// - Returns: its path.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func write(_ folder: ResultsFolder) throws -> String {
        let results = try StudyResults(folder)
        let charts = Charts.all.map(\.name).filter {
            FileManager.default.fileExists(atPath: "\(folder.chartsPath)/\($0).png")
        }
        let document = ReportDocument(results: results, charts: Set(charts))
        try AtomicFile.write(document.markdown, to: folder.reportPath)
        return folder.reportPath
    }

    /// Runs a script in a folder of its own, so that a chart appears whole or not at all.
    private static func draw(
        _ name: String, _ drawing: Drawing, _ gnuplot: Gnuplot, _ folder: ResultsFolder
    ) throws {
        let files = FileManager.default
        let workplace = files.temporaryDirectory
            .appendingPathComponent("study-chart-\(UUID().uuidString)").path
        try ResultsFolder.makeFolder(workplace)
        defer { try? files.removeItem(atPath: workplace) }
        try AtomicFile.write(drawing.data.text, to: "\(workplace)/\(name).csv")
        try AtomicFile.write(drawing.script, to: "\(workplace)/\(name).gp")
        try gnuplot.run(script: "\(name).gp", in: workplace)
        let bytes = try MappedFile(path: "\(workplace)/\(name).png").withBytes { Data($0) }
        try AtomicFile.write(bytes, to: "\(folder.chartsPath)/\(name).png")
    }

    /// Takes away a chart that the study has nothing to show in any more.
    private static func remove(_ name: String, from folder: ResultsFolder) {
        for ending in ["csv", "gp", "png"] {
            try? FileManager.default.removeItem(atPath: "\(folder.chartsPath)/\(name).\(ending)")
        }
    }
}
