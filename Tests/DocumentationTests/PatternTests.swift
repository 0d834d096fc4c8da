import Testing

/// How documents are read and outputs compared.
@Suite struct PatternTests {
    private func matches(_ pattern: [String], _ output: [String], numbers: Bool = false) -> Bool {
        OutputPattern(lines: pattern, ignoresNumbers: numbers).matches(output)
    }

    @Test func linesOfDotsStandForAnyLines() {
        #expect(matches(["a", "...", "c"], ["a", "b", "b", "c"]))
        #expect(matches(["a", "...", "c"], ["a", "c"]))
        #expect(matches(["...", "c"], ["a", "b", "c"]))
        #expect(matches(["a", "..."], ["a", "b"]))
        #expect(!matches(["a", "...", "c"], ["a", "b"]))
        #expect(!matches(["a", "b"], ["a"]))
        #expect(!matches([], ["a"]))
    }

    @Test func dotsInALineStandForAnyText() {
        #expect(matches(["a ... c"], ["a b c"]))
        #expect(matches(["a ... c ..."], ["a b c d"]))
        #expect(!matches(["a ... c"], ["a b d"]))
        #expect(matches(["a ... a"], ["a  a"]))
        #expect(!matches(["a ... a"], ["a"]))
    }

    @Test func timesAreNotCompared() {
        #expect(matches(["done in 3 s"], ["done in 1:20"]))
        #expect(matches(["took  1.5 ms"], ["took 12 s "]))
        #expect(matches(["at 2026-01-01T00:00:00Z"], ["at 2027-02-03T11:12:13Z"]))
        #expect(!matches(["3 files"], ["4 files"]))
    }

    @Test func numbersAreComparedUnlessTheyVary() {
        #expect(!matches(["loss 0.51, 90 %"], ["loss 0.5, 91.5 %"]))
        #expect(matches(["loss 0.51, 90 %"], ["loss 0.5, 91.5 %"], numbers: true))
        #expect(!matches(["loss 0.51"], ["rate 0.51"], numbers: true))
        #expect(matches(["sha 0a1b2c3d4e5f"], ["sha ffffffffff00"], numbers: true))
    }

    private func recorded(_ pattern: [String], _ output: [String]) -> [String] {
        OutputPattern(lines: pattern, ignoresNumbers: false).recorded(output)
    }

    @Test func recordingKeepsDots() {
        #expect(recorded(["a", "...", "c"], ["x", "b", "b", "c"]) == ["x", "...", "c"])
        #expect(recorded(["a ...", "b"], ["a 1", "c"]) == ["a ...", "c"])
        #expect(recorded(["a", "...", "m", "...", "z"], ["1", "2", "m", "3", "z"]).count == 5)
        #expect(recorded(["a", "..."], ["x", "y", "z"]) == ["x", "..."])
        #expect(recorded([], ["x"]) == ["x"])
    }

    @Test func recordedOutputMatches() {
        for pattern in [["a", "...", "c"], ["...", "c"], ["a", "..."], ["q"], [], ["a", "..."]] {
            let output = ["1", "2", "3", "4"]
            #expect(matches(recorded(pattern, output), output))
        }
    }

    private static let page = Page(
        path: "p.md",
        text: """
            # A title: `code` and [a link](x.md#y)

            <!-- status: 2 -->

            ```console
            $ first
            out
            $ second \\
                more
            $ third <<E
            > text
            > E
            1
            ```

              ```json
              { "a": 1 }
              ```
            """)

    @Test func blocksAreFound() throws {
        let blocks = Self.page.blocks
        #expect(blocks.map(\.language) == ["console", "json"])
        #expect(blocks.map(\.start) == [5, 16])
        #expect(blocks[0].directives == ["status": "2"])
        #expect(blocks[1].text == "{ \"a\": 1 }\n")
        let commands = try ConsoleCommand.all(in: blocks[0])
        #expect(commands.map(\.text) == ["first", "second \\\n    more", "third <<E\ntext\nE"])
        #expect(commands.map(\.output) == [["out"], [], ["1"]])
        #expect(commands.map(\.range) == [6..<7, 9..<9, 12..<13])
        #expect(commands.map(\.status) == [0, 0, 2])
    }

    /// A directive without its text is found, so that `BlockTests` can refuse it.
    @Test func aDirectiveWithoutATextIsFound() {
        for comment in ["<!-- output varies -->", "<!-- output varies: -->"] {
            let page = Page(path: "p.md", text: "\(comment)\n```console\n$ first\n```\n")
            #expect(page.blocks.map(\.directives) == [["output varies": ""]])
        }
    }

    @Test func linksAndAnchorsAreFound() {
        #expect(Self.page.links.map(\.target) == ["x.md#y"])
        #expect(Self.page.anchors == ["a-title-code-and-a-link"])
        let page = Page(path: "p.md", text: "[![a](b.png)](c.md) ![d](e.png) `[f](g)`")
        #expect(Set(page.links.map(\.target)) == ["b.png", "c.md", "e.png"])
    }
}
