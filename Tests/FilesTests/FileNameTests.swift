import Files
import Testing

struct FileNameTests {
    @Test(arguments: [
        ("a b.png", "a b.png"), ("a\\b.png", "a\\\\b.png"), ("aa\tbad.png", "aa\\x09bad.png"),
        ("a\nb", "a\\x0Ab"), ("Caf\u{E9}", "Caf\u{E9}"), ("Cafe\u{301}", "Cafe\\xCC\\x81"),
        ("\u{301}x", "\\xCC\\x81x"), ("\u{202E}gnp", "\\xE2\\x80\\xAEgnp"),
        ("a,\u{301}b", "a,\\xCC\\x81b"),
    ])
    func texts(name: String, text: String) {
        #expect(FileName.text(of: name.utf8).utf8.elementsEqual(text.utf8))
        #expect(FileName.bytes(of: text) == Array(name.utf8))
    }

    @Test func bytesThatAreNotUTF8() {
        let name = Array("Mu".utf8) + [0xF1] + Array("oz.png".utf8)
        #expect(FileName.text(of: name) == "Mu\\xF1oz.png")
        #expect(FileName.bytes(of: "Mu\\xF1oz.png") == name)
        // These are not text forms of names.
        #expect(FileName.bytes(of: "\\x41") == nil && FileName.bytes(of: "\\y") == nil)
    }

    /// A text that ends within an escape is used as bytes.
    @Test(arguments: [
        "\\", "\\x", "\\x1", "\\x0", "img\\x1", "a\\\\\\x", "\\x+1", "\\xG", "\\x\u{E9}",
    ])
    func escapesThatAreNone(text: String) {
        #expect(FileName.bytes(of: text) == nil)
        #expect(FilePath(text: "a/\(text)").bytes == Array("a/\(text)".utf8))
        let meant = FileName.text(meantBy: text)
        #expect(FileName.bytes(of: meant) == Array(text.utf8))
    }

    /// Different names have different texts as Swift strings, which compare by canonical
    /// equivalence.
    @Test func randomBytesComeBack() {
        var texts: [String: [UInt8]] = [:]
        for length in 1...255 {
            for _ in 0..<8 {
                // Many backslashes, digits and accents, so that escapes of escapes occur.
                let name = (0..<length).map { _ in
                    Bool.random()
                        ? UInt8.random(in: 1...255)
                        : Array("\\x4Fe\u{301}\u{E9}".utf8).randomElement() ?? 1
                }
                let text = FileName.text(of: name)
                #expect(FileName.bytes(of: text) == name)
                #expect(!text.utf8.contains { $0 < 0x20 || $0 == 0x7F })
                #expect(texts.updateValue(name, forKey: text) ?? name == name)
            }
        }
    }

    @Test func whatPeopleWriteIsReadEitherWay() {
        #expect(FileName.text(meantBy: "train/A/Cafe\u{301}.png") == "train/A/Cafe\\xCC\\x81.png")
        #expect(
            FileName.text(meantBy: "train/A/Cafe\\xCC\\x81.png") == "train/A/Cafe\\xCC\\x81.png")
    }
}
