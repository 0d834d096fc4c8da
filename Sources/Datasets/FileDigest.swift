/// The SHA-256 of a file, in 32 bytes.
struct FileDigest: Sendable, Hashable {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of 64 lower-case hexadecimal digits; nil for another text.
    init?(_ text: some Collection<UInt8>) {
        guard text.count == 64 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (position, byte) in text.enumerated() {
            let digit: UInt64
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                digit = UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
            switch position / 16 {
            case 0: words.0 = words.0 << 4 | digit
            case 1: words.1 = words.1 << 4 | digit
            case 2: words.2 = words.2 << 4 | digit
            default: words.3 = words.3 << 4 | digit
            }
        }
        self.words = words
    }

    /// The digest in lower-case hexadecimal.
    var text: String {
        let digits = StaticString("0123456789abcdef").utf8Start
        return String(unsafeUninitializedCapacity: 64) { buffer in
            for (number, word) in [words.0, words.1, words.2, words.3].enumerated() {
                for digit in 0..<16 {
                    buffer[16 * number + digit] = digits[Int(word >> (60 - 4 * UInt64(digit)) & 15)]
                }
            }
            return 64
        }
    }

    static func == (first: FileDigest, second: FileDigest) -> Bool {
        first.words == second.words
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
