import ProgramSupport
import Testing
import TestSupport

/// An old name of an option is a usage error that gives the new name.
@Suite struct RenamedOptionTests {
    @Test(arguments: [
        (["run", "study.json", "--only", "*s1"], "--only was renamed; use --filter"),
        (["run", "study.json", "--retry", "2"], "--retry was renamed; use --retries"),
        (["run", "study.json", "--mem", "4G"], "--mem was renamed; use --memory"),
        (
            ["track", "push", "results", "--patience", "3"],
            "--patience was renamed; use --timeout"
        ),
    ])
    func anOldNameGivesTheNewOne(_ arguments: [String], _ message: String) throws {
        try withTemporaryFolder { folder in
            let outcome = try StudyProgram(folder: folder).run(arguments)
            #expect(outcome.status == 64)
            #expect(outcome.errors.hasPrefix("Error: \(message)\n"), "\(outcome.errors)")
        }
    }
}
