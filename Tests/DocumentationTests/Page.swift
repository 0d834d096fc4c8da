import Foundation
import TestSupport

/// A Markdown document of the project.
struct Page: CustomStringConvertible, Sendable {
    /// The path from the project's root, such as `Docs/tutorial.md`.
    let path: String
    let lines: [String]

    var description: String { path }

    /// The root of the project.
    static let root = URL(fileURLWithPath: Golden.folder)
        .deletingLastPathComponent().deletingLastPathComponent().path

    init(_ path: String) throws {
        let text = try String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8)
        self.init(path: path, text: text)
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The documents whose commands and studies tests run: those of the root and of `Docs`, and
    /// the README files of `Data` and `Benchmarks`.
    static let all: [Page] = {
        let files = FileManager.default
        let top = (try? files.contentsOfDirectory(atPath: root)) ?? []
        let docs = files.enumerator(atPath: "\(root)/Docs")?.compactMap { $0 as? String } ?? []
        let paths = top + docs.map { "Docs/\($0)" } + ["Data/README.md", "Benchmarks/README.md"]
        return paths.filter { $0.hasSuffix(".md") }.sorted().compactMap { try? Page($0) }
    }()

    /// The page with other lines in place of some.
    /// - Parameter changes: ranges of line indices that do not overlap, and their new lines.
    func replacing(_ changes: [(range: Range<Int>, lines: [String])]) -> Page {
        var lines = self.lines
        for change in changes.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            lines.replaceSubrange(change.range, with: change.lines)
        }
        return Page(path: path, text: lines.joined(separator: "\n"))
    }

    /// Writes the page to its file.
    func write() throws {
        try lines.joined(separator: "\n")
            .write(toFile: "\(Self.root)/\(path)", atomically: true, encoding: .utf8)
    }
}
