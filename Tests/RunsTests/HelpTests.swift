import Foundation
import ProgramSupport
import Testing
import TestSupport

/// The help text of every command, recorded in `Tests/Goldens/help`; STUDY_RECORD=1 records it
/// again.
@Suite struct HelpTests {
    @Test func helpTextsAreAsRecorded() throws {
        try withTemporaryFolder { folder in
            let study = StudyProgram(folder: folder)
            var files: Set<String> = []
            for (words, _) in try SubcommandTree.read().all {
                let outcome = try study.run(words + ["--help"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                let name = (["study"] + words).joined(separator: "-") + ".txt"
                try TextGolden.expect(outcome.output, "help/\(name)")
                files.insert(name)
            }
            #expect(files.count >= 40)
            try TextGolden.expectOnly(files, in: "help")
        }
    }
}
