import Foundation

/// The inode, size and times of a file, which change if the file changes; of a file in an archive,
/// those of the archive.
package struct FileStamp: Sendable, Hashable {
    private var inode: UInt64
    private var size: Int64
    /// The times of the last change of the contents and of the inode: seconds and nanoseconds.
    private var modified: SIMD2<Int64>
    private var changed: SIMD2<Int64>

    /// - Throws: `FileError` if the file does not exist.
    package init(of path: FilePath) throws(FileError) { self.init(try path.information()) }

    /// The stamp of the attributes of a file.
    init(_ information: stat) {
        inode = UInt64(information.st_ino)
        size = Int64(information.st_size)
        modified = SIMD2(
            Int64(information.st_mtim.tv_sec), Int64(information.st_mtim.tv_nsec))
        changed = SIMD2(
            Int64(information.st_ctim.tv_sec), Int64(information.st_ctim.tv_nsec))
    }

    /// The stamp of a text as `text` writes it; nil if it is malformed.
    package init?(_ text: some Sequence<UInt8>) {
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
    package var text: String {
        "\(inode),\(size),\(modified.x).\(modified.y),\(changed.x).\(changed.y)"
    }
}
