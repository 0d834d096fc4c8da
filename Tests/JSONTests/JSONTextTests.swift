import JSON
import Testing
import Vocabulary

@Suite struct JSONTextTests {
    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.1, "0.1"), (1e-5, "1e-05"),
        (1e15, "1000000000000000"),
        (9_007_199_254_740_991, "9007199254740991"), (1e22, "1e+22"), (1e-300, "1e-300"),
        (.infinity, "null"),
        (.nan, "null"),
    ])
    func writesTheShortestNumber(_ number: Double, _ text: String) throws {
        #expect(JSONValue.number(number).canonical == text)
        if number.isFinite {
            #expect(try JSONDocument(text: text, file: "t.json").value == .number(number))
        }
    }

    @Test func canonicalTextDoesNotDependOnTheOrderOfKeys() {
        let a: JSONValue = ["b": [1, ["d": 2.5, "c": "x"]], "a": .null, "é": true]
        let b: JSONValue = ["é": true, "a": .null, "b": [1, ["c": "x", "d": 2.5]]]
        #expect(a.canonical == #"{"a":null,"b":[1,{"c":"x","d":2.5}],"é":true}"#)
        #expect(a.canonical == b.canonical)
    }

    @Test func prettyTextKeepsTheOrder() {
        let value: JSONValue = ["b": [1, .object([])], "a": ["c": "x"], "e": []]
        let text = """
            {
              "b": [
                1,
                {}
              ],
              "a": {
                "c": "x"
              },
              "e": []
            }

            """
        #expect(value.pretty == text)
    }

    @Test func textReadsBack() throws {
        let value: JSONValue = [
            "quote\"\\": "\u{0}\u{8}\t\n\u{C}\r\u{1F}\u{7F}é😀",
            "n": [0.1, -1e-300, 123_456_789.25],
        ]
        #expect(
            try JSONDocument(text: value.canonical, file: "t.json").value.canonical
                == value.canonical)
        #expect(try JSONDocument(text: value.pretty, file: "t.json").value == value)
    }
}

@Suite struct JSONAccessTests {
    @Test func findsAndSetsParts() throws {
        var value: JSONValue = ["a": ["b": [1, "x"]]]
        let path = try #require(JSONPath(parsing: "a.b[1]"))
        #expect(value[path] == "x")
        #expect(value["a"]?["b"]?[2] == nil)
        #expect(value["a"]?["b"]?["c"] == nil)
        value["c"] = 2
        value["a"] = nil
        #expect(value == ["c": 2])
        #expect(value["c"]?.int == 2)
        #expect(JSONValue.number(1.5).int == nil)
        #expect(JSONValue.number(1e300).int == nil)
    }

    @Test func removesAPart() throws {
        let value: JSONValue = ["a": ["b": 1, "c": 2]]
        #expect(value.removing(try #require(JSONPath(parsing: "a.b"))) == ["a": ["c": 2]])
        #expect(value.removing(try #require(JSONPath(parsing: "x.b"))) == value)
    }

    @Test(arguments: ["a", "a.b", "a[0]", "a.b[12][3].c-d"])
    func pathReadsBack(_ text: String) throws {
        #expect(try #require(JSONPath(parsing: text)).description == text)
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "[0]", "a[", "a[x]", "a[-1]", "a]", "a[0]b"])
    func pathRefuses(_ text: String) {
        #expect(JSONPath(parsing: text) == nil)
    }
}
