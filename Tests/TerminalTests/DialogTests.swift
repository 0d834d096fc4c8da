import Terminal
import Testing

/// Questions whose answers come from a list of lines.
@Suite struct DialogTests {
    /// The lines that are typed, and all that is written.
    private final class Script {
        var lines: [String]
        var written = ""

        init(_ lines: String...) { self.lines = lines }

        var dialog: Dialog {
            Dialog(
                readLine: { self.lines.isEmpty ? nil : self.lines.removeFirst() },
                write: { self.written += $0 })
        }
    }

    private struct NoNumber: Error, CustomStringConvertible {
        var description: String { "must be a number" }
    }

    private func number(_ script: Script, default fallback: String?) throws -> Int {
        try script.dialog.ask("Epochs", default: fallback) { answer in
            guard let number = Int(answer) else { throw NoNumber() }
            return number
        }
    }

    @Test func theDefaultIsShownAndUsed() throws {
        let script = Script("  ")
        #expect(try number(script, default: "5") == 5)
        #expect(script.written == "Epochs [5]: ")
    }

    @Test func spacesAroundAnAnswerAreIgnored() throws {
        #expect(try number(Script("  12\t"), default: "5") == 12)
    }

    @Test func anAnswerThatIsNotAcceptedIsAskedForAgain() throws {
        let script = Script("many", "", "7")
        #expect(try number(script, default: nil) == 7)
        #expect(
            script.written
                == "Epochs: must be a number\nEpochs: an answer is needed\nEpochs: ")
    }

    @Test func theEndOfTheInputIsAnError() throws {
        let script = Script("many")
        #expect(throws: EndOfInput.self) { try number(script, default: nil) }
        #expect(script.written.hasSuffix("Epochs: \n"))
        #expect(throws: EndOfInput.self) { try number(Script(), default: "5") }
    }
}
