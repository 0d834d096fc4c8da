import Files
import Foundation
package import Results

/// The charts of a study, and the files in `charts/`.
package enum Charts {
    /// In the order of the report.
    package static let all: [any Chart] = [
        MetricChart(.val, .accuracy),
        MetricChart(.val, .loss),
        MetricChart(.train, .accuracy),
        MetricChart(.train, .loss),
        MetricChart(.test, .accuracy),
        MetricChart(.test, .loss),
        LearningRateChart(),
        FinalAccuracyChart(),
    ]

    /// Writes `charts/<name>.csv`, `.gp` and `.png` of every chart that the results have something for, and
    /// removes the files of the others.
    /// - Parameter searchPath: where gnuplot is looked for, as in `PATH`, which is the default.
    /// - Returns: the names of the charts, in order.
    /// - Throws: `GnuplotError`, when the data and scripts are written; `FileError`, and what reading throws.
    @discardableResult
    package static func plot(
        _ folder: ResultsFolder, searchPath: String? = nil
    ) throws -> [String] {
        let results = try StudyResults(folder)
        try ResultsFolder.makeFolder(folder.chartsPath)
        var names: [String] = []
        for chart in all {
            let base = "\(folder.chartsPath)/\(chart.info.name)"
            if let drawing = chart.draw(results) {
                try write(drawing, to: base)
                names.append(chart.info.name)
            } else {
                for suffix in ["csv", "gp", "png"] { unlink("\(base).\(suffix)") }
            }
        }
        let path = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
        guard let gnuplot = Gnuplot(searchPath: path) else {
            throw GnuplotError.missing(folder: folder.path)
        }
        for name in names { try gnuplot.draw(name, in: folder.chartsPath) }
        return names
    }

    /// The charts whose images stand in the folder, in the order of the report.
    package static func drawn(in folder: ResultsFolder) -> [ChartInfo] {
        all.map(\.info).filter { info in
            FileManager.default.fileExists(atPath: "\(folder.chartsPath)/\(info.name).png")
        }
    }

    /// An image of other data or of another script goes, so that none is ever out of date.
    private static func write(_ drawing: Drawing, to base: String) throws {
        let files = [("csv", drawing.data.text), ("gp", drawing.script)]
        for (suffix, text) in files {
            let path = "\(base).\(suffix)"
            let old = FileManager.default.contents(atPath: path)
            if old == Data(text.utf8) { continue }
            unlink("\(base).png")
            try AtomicFile.write(text, to: path)
        }
    }
}
