import Foundation
import Testing
import TestSupport

/// The commands in the documents, run in a scratch copy of the project, and their output as the
/// pages show it. STUDY_RECORD=1 writes the outputs and the charts into the pages.
@Suite(.serialized) struct ConsoleTests {
    private static let isRecording =
        ProcessInfo.processInfo.environment["STUDY_RECORD"] == "1"
    /// The limit for one page, in seconds.
    private static let seconds = 900.0

    /// The steps of a page, in its order.
    private static func steps(of page: Page) throws -> [Clone.Step] {
        var steps = page.recordedImages.map { (line: $0.index, step: Clone.Step.image($0)) }
        for block in page.blocks {
            if let path = block.directives["file"], block.language != "swift" {
                steps.append((block.start, .file(path: path, text: block.text)))
            } else if block.language == "console", block.directives["not run"] == nil {
                steps += try ConsoleCommand.all(in: block).map {
                    ($0.range.lowerBound, .command($0))
                }
            }
        }
        return steps.sorted { $0.line < $1.line }.map(\.step)
    }

    private static func commands(of steps: [Clone.Step]) -> [ConsoleCommand] {
        steps.compactMap { if case .command(let command) = $0 { command } else { nil } }
    }

    /// The pages with commands; only one of them if STUDY_PAGE is its path.
    static let pages = Page.all.filter { page in
        let chosen = ProcessInfo.processInfo.environment["STUDY_PAGE"] ?? ""
        return (chosen.isEmpty || chosen == page.path)
            && page.blocks.contains {
                $0.language == "console" && $0.directives["not run"] == nil
            }
    }

    @Test(arguments: pages)
    func commandsPrintWhatThePageShows(_ page: Page) throws {
        let steps = try Self.steps(of: page)
        let commands = Self.commands(of: steps)
        let withResults = page.lines.contains { $0.contains("results/chest-xray") }
        try withTemporaryFolder { folder in
            let clone = try Clone(in: folder, withResults: withResults)
            let outcomes = try clone.run(steps, seconds: Self.seconds)
            #expect(outcomes.count == commands.count, "the shell ended at \(outcomes.count)")
            if Self.isRecording { try Self.record(page, commands, outcomes, clone) }
            // The page as it is now.
            let shown = Self.commands(of: try Self.steps(of: Page(page.path)))
            for (command, outcome) in zip(shown, outcomes) {
                Self.expect(command, outcome)
            }
            for image in page.recordedImages {
                #expect(
                    FileManager.default.fileExists(atPath: clone.copy(of: image)),
                    "\(page.path):\(image.index + 1): no \(image.source)")
            }
        }
    }

    private static func pattern(_ command: ConsoleCommand) -> OutputPattern {
        // A terminal shows Control-C.
        let lines = command.output.filter { $0 != "^C" }
        return OutputPattern(
            lines: lines, ignoresNumbers: command.block.directives["numbers vary"] != nil)
    }

    private static func expect(_ command: ConsoleCommand, _ outcome: Clone.Outcome) {
        let got = outcome.output.joined(separator: "\n")
        let varies = command.block.directives["output varies"] != nil
        #expect(
            outcome.status == command.status,
            "\(command.place): \(command.text): exit status \(outcome.status)\n\(got)")
        #expect(!varies || !outcome.output.isEmpty || command.output.isEmpty, "no output")
        #expect(
            varies || pattern(command).matches(outcome.output),
            """
            \(command.place): \(command.text)
            STUDY_RECORD=1 records the output again. The page has:
            \(command.output.joined(separator: "\n"))
            The command printed:
            \(got)
            """)
    }

    private static func record(
        _ page: Page, _ commands: [ConsoleCommand], _ outcomes: [Clone.Outcome], _ clone: Clone
    ) throws {
        var changes: [(range: Range<Int>, lines: [String])] = []
        for (command, outcome) in zip(commands, outcomes) {
            let pattern = pattern(command)
            if pattern.matches(outcome.output) { continue }
            let margin = String(repeating: " ", count: command.block.indentation)
            var lines = pattern.recorded(outcome.output)
            if command.isInterrupted, let text = command.block.directives["interrupt after"],
                let index = lines.firstIndex(where: { $0.contains(text) })
            {
                lines.insert("^C", at: index + 1)
            }
            lines = lines.map { $0.isEmpty ? $0 : margin + $0 }
            changes.append((command.range, lines))
        }
        if !changes.isEmpty { try page.replacing(changes).write() }
        for image in page.recordedImages {
            let data = try Data(contentsOf: URL(fileURLWithPath: clone.copy(of: image)))
            try data.write(to: URL(fileURLWithPath: "\(Page.root)/\(image.target)"))
        }
    }
}
