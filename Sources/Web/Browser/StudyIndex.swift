import Files
import Foundation
import Results

/// The studies of a folder: results folders in it, or itself when it is one. What a request names
/// is compared with what is there, never opened.
package struct StudyIndex: Sendable {
    private let folder: String

    /// - Throws: `ServerError` where there is no such folder.
    package init(_ folder: String) throws {
        guard FileManager.default.isFolder(folder) else {
            throw ServerError(message: "--results \(folder): no such folder")
        }
        self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    }

    /// A study's folder and the name that it has in addresses.
    struct Entry: Sendable {
        let name: String
        let results: ResultsFolder
    }

    /// The studies that there are now, by name.
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

    /// - Parameter name: as it stands in an address.
    /// - Throws: `ProblemDetails`.
    func entry(_ name: String) throws(ProblemDetails) -> Entry {
        let wanted = name.removingPercentEncoding ?? name
        guard let entry = entries.first(where: { $0.name == wanted }) else {
            throw ProblemDetails(.notFound, "there is no such study")
        }
        return entry
    }
}

extension StudyIndex.Entry {
    /// The name as a part of an address.
    var path: String { "/results/\(Self.escaped(name))" }

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._")))
            ?? text
    }

    /// The names of a study's charts, as pictures that browsers show.
    var charts: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: results.chartsPath)) ?? []
        let pictures = names.filter { $0.hasSuffix(".png") || $0.hasSuffix(".svg") }
        // One of each: the drawing where there are both.
        let drawn = Set(pictures.filter { $0.hasSuffix(".svg") }.map { $0.dropLast(4) })
        return pictures.filter {
            !$0.hasPrefix(".") && ($0.hasSuffix(".svg") || !drawn.contains($0.dropLast(4)))
        }
        .sorted()
    }
}
