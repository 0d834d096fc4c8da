import Runs
import Terminal
import Testing

/// The questions of `study init`, with answers from a list.
@Suite struct InitQuestionTests {
    /// The lines that are typed, and all that is written.
    private final class Script {
        var lines: [String]
        var written = ""

        init(_ lines: [String]) { self.lines = lines }

        var questions: DraftQuestions {
            DraftQuestions(
                Dialog(
                    readLine: { self.lines.isEmpty ? nil : self.lines.removeFirst() },
                    write: { self.written += $0 }))
        }
    }

    private struct Refused: Error, CustomStringConvertible {
        var description: String { "no data set" }
    }

    @Test func emptyAnswersAreTheDefaults() throws {
        let script = Script(["", "", "", ""])
        var options = DraftOptions()
        try script.questions.complete(&options, classes: ["A", "B", "C"], images: 1000)
        #expect(options.networks == ["cnn4"] && options.schedules == ["constant", "cosine"])
        #expect(options.epochs == 10 && options.seeds == 3)
        #expect(options.positiveClass == nil && !options.startsFromImageNet)
        #expect(
            script.written
                == "Networks, separated by commas [cnn4]: Epochs [10]: "
                + "Learning-rate schedules, separated by commas [constant,cosine]: "
                + "Seeds, which repeat every configuration [3]: ")
    }

    @Test func answersThatAreNotAcceptedAreAskedForAgain() throws {
        let script = Script([
            "", "a", "B", "resnet", "cnn4, resnet18", "maybe", "y", "0", "x", "7", "cosin", "step",
            "101", "2",
        ])
        var options = DraftOptions()
        try script.questions.complete(&options, classes: ["A", "B"], images: 10)
        #expect(options.positiveClass == "B")
        #expect(options.networks == ["cnn4", "resnet18"] && options.startsFromImageNet)
        #expect(options.epochs == 7 && options.schedules == ["step"] && options.seeds == 2)
        #expect(script.written.contains("an answer is needed"))
        #expect(script.written.contains("did you mean 'cosine'?"))
        #expect(script.written.contains("no network 'resnet'"))
        #expect(script.written.contains("answer yes or no"))
        #expect(script.written.contains("must be a whole number from 1 to 10000"))
    }

    @Test func whatIsGivenIsNotAsked() throws {
        var options = DraftOptions()
        (options.networks, options.schedules) = (["vgg11"], ["step"])
        (options.epochs, options.seeds, options.positiveClass) = (1, 1, "A")
        let script = Script([])
        try script.questions.complete(&options, classes: ["A", "B"], images: 10)
        #expect(script.written.isEmpty)
    }

    @Test func thePositiveClassOfAKnownPairIsNotAsked() throws {
        let script = Script(["", "", "", ""])
        var options = DraftOptions()
        try script.questions.complete(&options, classes: ["NORMAL", "PNEUMONIA"], images: 10)
        #expect(options.positiveClass == nil && !script.written.contains("ositive"))
    }

    @Test func theFolderAndTheNameAreAskedUntilTheyServe() throws {
        let script = Script(["", "none", "data", "a b", "taken", "free"])
        let folder = try script.questions.dataset { path in
            guard path == "data" else { throw Refused() }
            return path
        }
        #expect(folder == "data")
        let name = try script.questions.name(default: "data") {
            $0 == "taken" ? "taken.json exists" : nil
        }
        #expect(name == "free")
        #expect(script.written.contains("no data set\n"))
        #expect(script.written.contains("taken.json exists\n"))
        #expect(script.written.contains("Name of the study [data]: a name has letters"))
    }

    @Test func theEndOfTheInputEndsTheQuestions() {
        var options = DraftOptions()
        #expect(throws: EndOfInput.self) {
            try Script([""]).questions.complete(&options, classes: ["A"], images: 10)
        }
    }
}
