import Foundation
import Testing
import TestSupport

/// The generated pages in `Docs/reference` and the JSON Schema of study files; `make reference`
/// writes them.
@Suite struct ReferenceTests {
    @Test func generatedFilesAreCurrent() throws {
        let built = try #require(Bundle.main.executableURL?.deletingLastPathComponent().path)
        let outcome = try ExternalProgram.run("\(built)/reference", [Page.root, "--check"])
        #expect(outcome.status == 0, "\(outcome.text)")
    }
}
