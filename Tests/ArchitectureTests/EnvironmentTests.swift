import Foundation
import Testing

/// The environment variables in the sources, against their table in the documentation.
@Suite struct EnvironmentTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The names of variables in the files of a folder, or in a single file.
    private static func names(
        in path: String, _ pattern: Regex<(Substring, Substring)>
    ) throws -> Set<String> {
        let whole = "\(root)/\(path)"
        let inner = FileManager.default.enumerator(atPath: whole)?.compactMap { $0 as? String }
        let files = inner.flatMap { $0.isEmpty ? nil : $0.map { "\(whole)/\($0)" } } ?? [whole]
        let endings = [".swift", ".sh", ".py", "Makefile", "/run", "/study"]
        return try files.filter { file in endings.contains { file.hasSuffix($0) } }
            .reduce(into: []) { names, file in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
                guard file != #filePath, !isFolder.boolValue else { return }
                let text = try String(contentsOfFile: file, encoding: .utf8)
                names.formUnion(text.matches(of: pattern).map { String($0.1) })
            }
    }

    @Test func everyVariableIsInTheTable() throws {
        let table = try String(
            contentsOfFile: "\(Self.root)/Docs/reference/environment.md", encoding: .utf8)
        let documented = Set(table.matches(of: /`([A-Z][A-Z_0-9]+)`/).map { String($0.1) })
        var found: Set<String> = []
        for path in ["Sources", "Tests", "Tools", "Makefile", ".ci/run", "study"] {
            found.formUnion(try Self.names(in: path, /\b((?:STUDY|SOAK)_[A-Z_]+[A-Z])\b/))
        }
        found.formUnion(try Self.names(in: "Sources/Tracking", /"(MLFLOW_[A-Z_]+)"/))
        found.formUnion(try Self.names(in: "Sources/Cluster", /"(SLURMD?_[A-Z_]+)"/))
        #expect(found.subtracting(documented).sorted() == [])
        let own = documented.filter { $0.hasPrefix("STUDY_") || $0.hasPrefix("SOAK_") }
        #expect(own.subtracting(found).sorted() == [])
    }
}
