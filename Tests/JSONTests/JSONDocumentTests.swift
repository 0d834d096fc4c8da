import JSON
import Testing
import Vocabulary

@Suite struct JSONDocumentTests {
    @Test func readsEveryKindOfValue() throws {
        let text =
            #"{"a": [1, -0.5, 1e3, true, false, null], "b": {"c": "x\n\u00e9\ud83d\ude00/\/"}}"#
        let value = try JSONDocument(text: text, file: "t.json").value
        let expected: JSONValue = [
            "a": [1, -0.5, 1000, true, false, .null], "b": ["c": "x\né😀//"],
        ]
        #expect(value == expected)
    }

    @Test func knowsThePlaceOfEveryValueAndKey() throws {
        let text = "{\n  \"é😀\": 1, \"b\": [\n    {\"c\": 2}, 3]\n}\n"
        let document = try JSONDocument(text: text, file: "t.json")
        let path = try #require(JSONPath(parsing: "b[0].c"))
        #expect(document.location(of: path) == TextLocation(line: 3, column: 11))
        #expect(document.keyLocation(of: path) == TextLocation(line: 3, column: 6))
        #expect(
            document.location(of: JSONPath([.key("b"), .index(1)]))
                == TextLocation(line: 3, column: 15))
        #expect(
            document.keyLocation(of: JSONPath([.key("b")])) == TextLocation(line: 2, column: 12))
        #expect(document.location(of: JSONPath()) == TextLocation(line: 1, column: 1))
        #expect(document.location(of: JSONPath([.key("x")])) == nil)
        #expect(document.location(of: JSONPath([.key("b"), .index(2)])) == nil)
        #expect(document.keyLocation(of: JSONPath([.key("b"), .index(0)])) == nil)
    }

    @Test func passesOverAByteOrderMark() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("[1]".utf8)
        let document = try JSONDocument(bytes: bytes, file: "t.json")
        #expect(document.location(of: JSONPath([.index(0)])) == TextLocation(line: 1, column: 2))
    }

    static let broken: [(String, String)] = [
        ("", "1:1: the file is empty; expected a JSON value"),
        (" \n", "2:1: the file is empty; expected a JSON value"),
        ("[1, 2,]", "1:6: comma after the last element; remove it"),
        ("{\"a\": 1,\n}", "1:8: comma after the last element; remove it"),
        ("{\"a\": 1,", "1:9: expected another element after ','; got the end of the file"),
        ("[1", "1:3: expected ',' or ']'; got the end of the file"),
        ("[1 2]", "1:4: expected ',' or ']'; got '2'"),
        ("{\"a\": 1 \"b\": 2}", "1:9: expected ',' or '}'; got '\"'; a comma is missing before it"),
        ("{\"a\" 1}", "1:6: expected ':' after the key 'a'; got '1'"),
        ("{a: 1}", "1:2: expected a key in double quotes or '}'; got 'a'"),
        (
            "{'a': 1}",
            "1:2: expected a key in double quotes or '}'; got '''; strings need double quotes"
        ),
        ("{\"a\": \"x\n}", "1:7: the string has no closing '\"' on this line; add it"),
        ("\"abc", "1:1: the string has no closing '\"' on this line; add it"),
        ("\"abc\\", "1:1: the string has no closing '\"' on this line; add it"),
        ("\"a\tb\"", "1:3: control character U+0009 in a string; write it as \\u0009"),
        ("\"a\0b\"", "1:3: control character U+0000 in a string; write it as \\u0000"),
        (
            #""\x41""#,
            #"1:2: '\x' is not a JSON escape; expected \" \\ \/ \b \f \n \r \t or \u and 4 hex digits"#
        ),
        (
            #""\u12g4""#,
            #"1:2: '\u12g4' is not a JSON escape; expected \" \\ \/ \b \f \n \r \t or \u and 4 hex digits"#
        ),
        (
            #""\ud83d!""#,
            #"1:2: '\ud83d' is half of a surrogate pair; write both halves or the character itself"#
        ),
        (
            #""\ude00\ud83d""#,
            #"1:2: '\ude00' is half of a surrogate pair; write both halves or the character itself"#
        ),
        ("[01]", "1:2: '01' is not a JSON number; remove the leading zero"),
        ("-012.5", "1:1: '-012.5' is not a JSON number; remove the leading zero"),
        ("[1.]", "1:2: '1.' is not a JSON number; expected digits, as in -1, 0.5 or 1e-3"),
        ("[.5]", "1:2: '.5' is not a JSON number; expected digits, as in -1, 0.5 or 1e-3"),
        ("[+1]", "1:2: '+1' is not a JSON number; expected digits, as in -1, 0.5 or 1e-3"),
        ("[-]", "1:2: '-' is not a JSON number; expected digits, as in -1, 0.5 or 1e-3"),
        ("[1e]", "1:2: '1e' is not a JSON number; expected digits, as in -1, 0.5 or 1e-3"),
        ("[0x1F]", "1:2: '0x1F' is not a JSON number; expected digits, as in -1, 0.5 or 1e-3"),
        ("[NaN]", "1:2: 'NaN' is not a JSON number; numbers must be finite"),
        ("[-Infinity]", "1:2: '-Infinity' is not a JSON number; numbers must be finite"),
        ("[1e999]", "1:2: '1e999' is not a JSON number; numbers must be finite"),
        ("[True]", "1:2: expected a value; got 'True'; write true or false"),
        ("[nul]", "1:2: expected a value; got 'nul'"),
        ("[1] 2", "1:5: expected the end of the file; got '2'"),
        ("// x\n1", "1:1: expected a value; got '/'; JSON has no comments: remove it"),
        ("{\"a\": 1,\n \"a\": 2}", "2:2: key 'a' is already at 1:2; remove one of them"),
    ]

    @Test(arguments: broken)
    func refuses(_ text: String, _ message: String) throws {
        let error = try #require(throws: JSONError.self) {
            try JSONDocument(text: text, file: "t.json")
        }
        #expect("\(error)" == "t.json:" + message)
    }

    @Test func refusesBytesThatAreNoUTF8() throws {
        for bad: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
            let bytes = Array("[\"é\n".utf8) + bad + Array("\"]".utf8)
            let error = try #require(throws: JSONError.self) {
                try JSONDocument(bytes: bytes, file: "t.json")
            }
            #expect(error.issue == .invalidUTF8)
            #expect(error.location == TextLocation(line: 2, column: 1))
        }
    }

    @Test func refusesDeepNesting() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONDocument(text: nested(128), file: "t.json")
        let error = try #require(throws: JSONError.self) {
            try JSONDocument(text: nested(100_000), file: "t.json")
        }
        #expect("\(error)" == "t.json:1:129: nested deeper than 128 levels; reduce the nesting")
    }

    /// A text that is truncated or has one byte changed gives a value or an error, never a crash.
    @Test func survivesDamage() {
        let text = Array(
            #"{"a": [1.5e3, "x\u00e9\ud83d\ude00"], "é": {"b": null, "c": -0.1}}"#.utf8)
        var read = 0
        for index in text.indices {
            #expect(throws: JSONError.self) {
                try JSONDocument(bytes: Array(text[..<index]), file: "t.json")
            }
            for byte in [0, 0x0A, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x80, 0xFF] as [UInt8] {
                var copy = text
                copy[index] = byte
                if (try? JSONDocument(bytes: copy, file: "t.json")) != nil { read += 1 }
            }
        }
        #expect(read > 0)
    }

    @Test func readsMegabytesFast() throws {
        let member = #"{"name": "layer.weight", "shape": [64, 3, 7, 7], "mean": -0.00123}"#
        let text = "[" + Array(repeating: member, count: 40_000).joined(separator: ",\n") + "]"
        let start = ContinuousClock.now
        let document = try JSONDocument(text: text, file: "t.json")
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(document.value[39_999]?["shape"]?[3] == 7)
        #expect(seconds < 5)
        print("JSON: \(text.utf8.count) bytes in \(seconds) s")
    }
}
