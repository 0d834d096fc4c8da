import Files
import Foundation
package import Results
import Settings

/// `report.md`: what a study asked, what came out, and how to do it again; from the results folder alone.
package enum Report {
    /// Writes the report of a folder.
    /// - Returns: its path.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    @discardableResult
    package static func write(_ folder: ResultsFolder) throws -> String {
        let results = try StudyResults(folder)
        let charts = Charts.all.map(\.info.name).filter {
            FileManager.default.fileExists(atPath: "\(folder.chartsPath)/\($0).png")
        }
        let name = folder.path.split(separator: "/").last.map(String.init) ?? folder.path
        try AtomicFile.write(
            render(results, charts: Set(charts), folder: "results/\(name)"), to: folder.reportPath)
        return folder.reportPath
    }

    /// The report as Markdown: equal input, equal bytes.
    /// - Parameters:
    ///   - charts: the names of the charts that are there.
    ///   - folder: the results folder as commands name it.
    package static func render(_ results: StudyResults, charts: Set<String>, folder: String)
        -> String
    {
        let lock = results.lock
        var parts = ["# \(lock.title)"]
        if !lock.question.isEmpty { parts.append(lock.question) }
        parts.append("**Answer.** " + Conclusion(results).text)
        parts.append(DataSection(results).text)
        parts.append(ResultsSection(results, charts: charts, folder: folder).text)
        parts.append(SettingsSection(results).text)
        parts.append(ProvenanceSection(results, folder: folder).text)
        parts.append("For research, not for diagnosis.")
        return parts.joined(separator: "\n\n") + "\n"
    }
}
