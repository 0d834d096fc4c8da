import Foundation
import ProgramSupport
import Testing
import TestSupport

/// Wrong command lines: the line below the error that says what was probably meant.
@Suite struct CommandLineHintTests {
    @Test(arguments: [
        (["train", "x.json"], "There is no command 'train'; did you mean 'study run'?"),
        (["fit", "x.json"], "There is no command 'fit'; did you mean 'study run'?"),
        (["valdate", "x.json"], "There is no command 'valdate'; did you mean 'study validate'?"),
        (["xyzzy"], "There is no command 'xyzzy'; 'study --help' lists the commands."),
        (["study", "run", "x.json"], "Leave out the second 'study'."),
        (["x.json"], "To train the study in this file: study run x.json"),
        (
            ["run", "x.json", "--epochs", "5"],
            "To change a setting, use --set training.epochs=VALUE."
        ),
        (
            ["run", "x.json", "--lr=0.1"],
            "To change a setting, use --set training.optimizer.learningRate=VALUE."
        ),
        (
            ["validate", "x.json", "training.epochs=5"],
            "To change a setting, use --set training.epochs=VALUE."
        ),
        (["plan", "x.json", "--set", "training.epochs", "5"], "Write --set training.epochs=5."),
    ])
    func hints(_ arguments: [String], _ hint: String) throws {
        try withTemporaryFolder { folder in
            let outcome = try StudyProgram(folder: folder).run(arguments)
            #expect(outcome.status == 64, "\(outcome.errors)")
            #expect(outcome.errors.hasPrefix("Error: "), "\(outcome.errors)")
            #expect(outcome.errors.hasSuffix("\n\(hint)\n"), "\(outcome.errors)")
        }
    }

    @Test(arguments: [["--version"], ["--help"], ["help"], ["help", "run"], ["run", "--help"]])
    func othersAreUnchanged(_ arguments: [String]) throws {
        try withTemporaryFolder { folder in
            let outcome = try StudyProgram(folder: folder).run(arguments)
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty)
            #expect(!outcome.output.isEmpty)
        }
    }
}
