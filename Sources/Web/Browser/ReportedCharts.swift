import Files
import Foundation
import Markup
import Results

/// The charts that a study's report shows, in its order, with their titles.
struct ReportedCharts {
    /// The titles by the names of the files, without extension.
    let titles: [String: String]
    private let names: [String]

    /// - Parameter results: the study; a folder without a report has no charts here.
    init(_ results: ResultsFolder) {
        let bytes = ClosedFolder(results.path).bytes(of: results.reportPath) ?? []
        let report = String(decoding: bytes, as: UTF8.self)
        var (titles, names): ([String: String], [String]) = ([:], [])
        for match in report.matches(of: #/!\[((?:[^\]\\]|\\.)*)\]\(charts/([^)]*)\.\w+\)/#) {
            // The alternative text is the title and, after a colon, the caption.
            let text = match.1.replacing("\\", with: "")
            let (name, title) = (
                String(match.2), text.split(separator: ": ", maxSplits: 1).first.map(String.init)
            )
            guard titles[name] == nil else { continue }
            titles[name] = title ?? name
            names.append(name)
        }
        (self.titles, self.names) = (titles, names)
    }

    /// File names in the report's order, those of other charts last.
    func sorted(_ files: [String]) -> [String] {
        func rank(_ file: String) -> Int {
            names.firstIndex { $0 == file.dropLast(4) } ?? names.count
        }
        return files.sorted { (rank($0), $0) < (rank($1), $1) }
    }
}
