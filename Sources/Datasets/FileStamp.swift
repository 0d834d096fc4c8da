import Files
import Foundation

/// The inode, size and times of a file, which change if the file changes.
struct FileStamp: Sendable, Hashable {
    private var inode: UInt64
    private var size: Int64
    /// The times of the last change of the contents and of the inode: seconds and nanoseconds.
    private var modified: SIMD2<Int64>
    private var changed: SIMD2<Int64>

    /// - Throws: `FileError` if the file does not exist.
    init(of path: FilePath) throws(FileError) {
        let information = try path.information()
        inode = UInt64(information.st_ino)
        size = Int64(information.st_size)
        modified = SIMD2(
            Int64(information.st_mtim.tv_sec), Int64(information.st_mtim.tv_nsec))
        changed = SIMD2(
            Int64(information.st_ctim.tv_sec), Int64(information.st_ctim.tv_nsec))
    }

    /// The stamp of a text as `text` writes it; nil if it is malformed.
    init?(_ text: some Sequence<UInt8>) {
        var numbers: [Int64] = []
        var (value, isNegative, hasDigit) = (UInt64(0), false, false)
        func finish() -> Bool {
            guard hasDigit else { return false }
            // Bits, because an inode may need all 64.
            numbers.append(Int64(bitPattern: isNegative ? 0 &- value : value))
            (value, isNegative, hasDigit) = (0, false, false)
            return true
        }
        for byte in text {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "."): guard finish() else { return nil }
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
                hasDigit = true
            default: return nil
            }
        }
        guard finish(), numbers.count == 6 else { return nil }
        inode = UInt64(bitPattern: numbers[0])
        size = numbers[1]
        modified = SIMD2(numbers[2], numbers[3])
        changed = SIMD2(numbers[4], numbers[5])
    }

    /// A text such as `42,1000,1700000000.5,1700000000.5`.
    var text: String {
        "\(inode),\(size),\(modified.x).\(modified.y),\(changed.x).\(changed.y)"
    }
}

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
