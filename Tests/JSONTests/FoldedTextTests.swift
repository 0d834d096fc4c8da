import JSON
import Testing

/// The text of files that people edit.
@Suite struct FoldedTextTests {
    @Test func shortPartsBelowTheSecondLevelTakeOneLine() throws {
        let value: JSONValue = [
            "name": "a", "none": .object([]), "list": [],
            "dataset": ["path": "x", "split": ["kind": "grouped", "validation": 0.1]],
            "sweep": ["network": ["cnn4", ["kind": "vgg16", "train": "head"]], "seed": [1, 2]],
        ]
        let text = """
            {
              "name": "a",
              "none": {},
              "list": [],
              "dataset": {
                "path": "x",
                "split": { "kind": "grouped", "validation": 0.1 }
              },
              "sweep": {
                "network": ["cnn4", { "kind": "vgg16", "train": "head" }],
                "seed": [1, 2]
              }
            }

            """
        #expect(value.folded == text)
        #expect(try JSONDocument(text: text, file: "t.json").value == value)
    }

    @Test func longPartsAreBroken() throws {
        let word = JSONValue.string(String(repeating: "w", count: 30))
        let value: JSONValue = ["sweep": ["network": [word, word, ["kind": word, "n": 1]]]]
        let text = value.folded
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(text.contains("\n    \"network\": [\n      \"www"))
        #expect(text.contains("\n      { \"kind\": \"www"))
        #expect(try JSONDocument(text: text, file: "t.json").value == value)
    }

    /// A line of 100 columns, its comma included, is not broken.
    @Test(arguments: [102, 103, 104, 105]) func linesHaveAtMost100Columns(_ length: Int) throws {
        let word = JSONValue.string(String(repeating: "w", count: length - 20))
        let value: JSONValue = ["a": ["b": [word, 1], "c": 2]]
        let lines = value.folded.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect((lines.count == 6) == (length <= 103))
        #expect(try JSONDocument(text: value.folded, file: "t.json").value == value)
    }

    @Test func aValueThatIsNoObjectHasOneLine() {
        #expect(JSONValue.string("é\n").folded == "\"é\\n\"\n")
        #expect(JSONValue.array([1, .null, true]).folded == "[1, null, true]\n")
    }
}
