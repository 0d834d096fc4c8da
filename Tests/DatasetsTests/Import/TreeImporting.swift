import Datasets
import Import
import Testing
import TestSupport

/// Test helpers for imports of a folder tree.
protocol TreeImporting {
    var folder: TemporaryFolder { get }
}

extension TreeImporting {
    var output: String { folder.path + "/out" }

    func load(_ options: ImportOptions = ImportOptions()) throws -> DatasetImport {
        try DatasetImport(from: folder.path + "/set", to: output, options)
    }

    func refused(_ reasons: String...) throws {
        let error = #expect(throws: ImportError.self) { try load() }
        let message = "\(try #require(error))"
        for reason in reasons { #expect(message.contains(reason), "\(message)") }
    }
}
