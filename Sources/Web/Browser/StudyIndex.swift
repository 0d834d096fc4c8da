import Files
import Foundation
import Markup
import Results

/// The studies in a folder: its results folders, or the folder itself if it is a results folder. A
/// name in a request is compared with the existing names and never used as a path.
package struct StudyIndex: Sendable {
    private let folder: String

    /// - Throws: `ServerError` if the folder does not exist.
    package init(_ folder: String) throws {
        guard FileManager.default.isFolder(folder) else {
            throw ServerError(message: "--results \(folder): no such folder")
        }
        self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    }

    /// A study's results folder and its name in URLs.
    struct Entry: Sendable {
        let name: String
        let results: ResultsFolder
    }

    /// The present studies, ordered by name.
    var entries: [Entry] {
        let itself = ResultsFolder(folder)
        let name = URL(fileURLWithPath: folder).lastPathComponent
        if Self.isStudy(itself) { return [Entry(name: name, results: itself)] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { !$0.hasPrefix(".") }
            .map { Entry(name: $0, results: ResultsFolder("\(folder)/\($0)")) }
            .filter { Self.isStudy($0.results) }
    }

    private static func isStudy(_ results: ResultsFolder) -> Bool {
        FileManager.default.fileExists(atPath: results.lockPath)
    }

    /// The study with a name.
    /// - Parameter name: the name in the URL, percent-encoded.
    /// - Throws: `ProblemDetails` if there is none.
    func entry(_ name: String) throws(ProblemDetails) -> Entry {
        let wanted = name.removingPercentEncoding ?? name
        guard let entry = entries.first(where: { $0.name == wanted }) else {
            throw ProblemDetails(.notFound, "no such study")
        }
        return entry
    }
}

extension StudyIndex.Entry {
    /// The path of the study's page.
    var path: String { "/results/\(Self.escaped(name))" }

    /// The files of the study that are shown; a link cannot lead to others.
    var files: ClosedFolder { ClosedFolder(results.path) }

    var hasReport: Bool { files.contains(results.reportPath) }

    /// The message of an error, without the path of the study's folder.
    func message(_ error: any Error) -> String {
        "\(error)".replacing("\(results.path)/", with: "")
    }

    /// A text as a part of a URL's path.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._")))
            ?? text
    }

    /// The file names of the charts that a browser can show, in the order of the report.
    var charts: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: results.chartsPath)) ?? []
        let files = files
        let images = names.filter { name in
            [".png", ".svg"].contains { name.hasSuffix($0) }
                && files.contains("\(results.chartsPath)/\(name)")
        }
        // If a chart exists as SVG and PNG, the SVG file is shown.
        let vector = Set(images.filter { $0.hasSuffix(".svg") }.map { $0.dropLast(4) })
        return ReportedCharts(results).sorted(
            images.filter {
                !$0.hasPrefix(".") && ($0.hasSuffix(".svg") || !vector.contains($0.dropLast(4)))
            })
    }
}
