import Datasets
import Foundation
import Import
import Testing
import TestSupport
import Vocabulary

/// Test helpers for imports of eight images in two classes, listed in a table in their folder.
protocol TableImporting {
    var folder: TemporaryFolder { get }
}

extension TableImporting {
    static var names: [String] { (0..<8).map { "train/p\($0)/view\($0).png" } }

    /// Writes images with these names, each with different contents.
    static func images() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in names { try folder.touch("set/\(name)") }
        return folder
    }

    static func label(_ number: Int) -> String { number % 2 == 0 ? "A" : "B" }

    var output: String { folder.path + "/out" }

    func load(
        _ data: Data, _ options: ImportOptions = ImportOptions(), _ name: String = "t.csv"
    )
        throws -> DatasetImport
    {
        try folder.write(data, "set/\(name)")
        return try DatasetImport(from: "\(folder.path)/set/\(name)", to: output, options)
    }

    func load(_ text: String, _ options: ImportOptions = ImportOptions()) throws
        -> DatasetImport
    {
        try load(Data(text.utf8), options)
    }

    static func table(
        _ header: String, _ row: (Int, String) -> String, end: String = "\n"
    ) -> String {
        ([header] + names.enumerated().map { row($0, $1) }).joined(separator: end) + end
    }

    func expectAll(_ imported: DatasetImport) throws {
        #expect(imported.count == 8)
        #expect(try imported.write())
        let set = try Dataset(root: output)
        #expect(set.classes == ["A", "B"])
        #expect(set.counts(.train) == [4, 4])
        for (number, name) in Self.names.enumerated() {
            let file = name.replacingOccurrences(of: "/", with: "_")
            let path = "\(output)/train/\(Self.label(number))/\(file)"
            #expect(FileManager.default.contents(atPath: path) == Data("set/\(name)".utf8))
        }
    }

    func refused(
        _ text: String, _ options: ImportOptions = ImportOptions(), _ reasons: String...
    ) throws {
        let error = #expect(throws: (any Error).self) { try load(text, options) }
        let message = "\(try #require(error))"
        for reason in reasons { #expect(message.contains(reason), "\(message)") }
        #expect(!FileManager.default.fileExists(atPath: output))
    }
}
