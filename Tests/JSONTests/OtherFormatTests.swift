import JSON
import Testing

/// Texts that are not JSON, or were saved in another way than a parser expects.
@Suite struct OtherFormatTests {
    private func message(_ bytes: [UInt8]) -> String? {
        do throws(JSONError) {
            _ = try JSONDocument(bytes: bytes, file: "t.json")
            return nil
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        ("name: x\nseed: 1\n", 1, "YAML"), ("---\nname: x\n", 1, "YAML"),
        ("# A study.\n\nname: x\n", 3, "YAML"), ("- a\n- b\n", 1, "YAML"),
        ("training:\r\n  epochs: 5\r\n", 1, "YAML"), ("%YAML 1.2\n---\na: 1", 1, "YAML"),
        ("name = \"x\"\n", 1, "TOML or INI"), ("[dataset]\npath = x\n", 1, "TOML or INI"),
        ("; settings\n[[sweep]]\nseed = 1\n", 2, "TOML or INI"),
    ])
    func namesTheFormat(_ text: String, _ line: Int, _ format: String) {
        for mark: [UInt8] in [[], [0xEF, 0xBB, 0xBF]] {
            let message = message(mark + Array(text.utf8)) ?? ""
            #expect(message.hasPrefix("t.json:\(line):"), "\(message)")
            #expect(message.contains("this is \(format); expected JSON"), "\(message)")
        }
    }

    /// Texts that only resemble another format.
    @Test(arguments: ["[true]\n", "[1]\r\n", "null\n", "{\r\n}\r\n", "-1\n", "[[\n1]]"])
    func readsJSON(_ text: String) {
        #expect(message(Array(text.utf8)) == nil)
        #expect(message([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("{\"a\": 1, // one\n \"b\": 2}", "JSON has no comments: remove it"),
        ("{\"a\": 1 /* one */}", "JSON has no comments: remove it"),
        ("{\"a\": 1} # end", "JSON has no comments: remove it"),
        ("{\u{201C}a\u{201D}: 1}", "write the plain quotation mark \""),
        ("{\"a\":\u{A0}1}", "this is not a plain space: replace it"),
        ("{\u{200B}\"a\": 1}", "this is an invisible character: delete it"),
        ("{\"a\" = 1}", "JSON has ':' between key and value"),
        ("{\"a\": 1\n \"b\": 2}", "a comma is missing before it"),
        ("<<<<<<< HEAD\n{}", "a merge conflict or HTML is not JSON"),
        ("{\"a\": False}", "write true or false"), ("{\"a\": None}", "write null"),
    ])
    func saysWhatToChange(_ text: String, _ hint: String) {
        let message = message(Array(text.utf8)) ?? ""
        #expect(message.hasSuffix("; " + hint), "\(message)")
    }

    @Test func utf16IsNamed() {
        let text = "{\"name\": \"x\"}"
        let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
            #expect(message(bytes)?.contains("the text is UTF-16") == true)
        }
    }
}
