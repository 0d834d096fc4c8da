import Foundation
import Testing
import TestSupport

/// The generated pages in `Docs/reference`; `make reference` writes them.
@Suite struct ReferenceTests {
    @Test func generatedPagesAreCurrent() throws {
        let built = try #require(Bundle.main.executableURL?.deletingLastPathComponent().path)
        let outcome = try ExternalProgram.run("\(built)/reference", [Page.root, "--check"])
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    /// The JSON Schema of study files, which is generated, too.
    @Test func theSchemaIsCurrent() throws {
        let built = try #require(Bundle.main.executableURL?.deletingLastPathComponent().path)
        let outcome = try ExternalProgram.run("\(built)/study", ["schema"])
        let file = try String(
            contentsOfFile: "\(Page.root)/Studies/study.schema.json", encoding: .utf8)
        #expect(outcome.text == file, "run make reference")
    }
}
