import Foundation

/// A file's path as the file system has it: bytes, of which only `/` and NUL have a meaning.
///
/// A `String` is no path: it compares by Unicode's canonical equivalence, is cut at characters, of
/// which `/` and a combining mark may be one, and has no place for bytes that are not UTF-8.
package struct FilePath: Sendable, Hashable, Comparable {
    package let bytes: [UInt8]

    package init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The path with the UTF-8 bytes of `name`, as they are.
    package init(_ name: String) { self.init(bytes: name.utf8) }

    package static func < (first: FilePath, second: FilePath) -> Bool {
        first.bytes.lexicographicallyPrecedes(second.bytes)
    }

    private static let slash = UInt8(ascii: "/")

    /// The names between the slashes; empty ones are left out.
    package var components: [FilePath] {
        bytes.split(separator: Self.slash).map { FilePath(bytes: $0) }
    }

    /// The last component; the path itself where there is none.
    package var name: FilePath { components.last ?? self }

    /// The path of `other` within this folder.
    package func appending(_ other: FilePath) -> FilePath {
        let separator = bytes.isEmpty || bytes.last == Self.slash ? [] : [Self.slash]
        return FilePath(bytes: bytes + separator + other.bytes)
    }

    package func appending(_ other: String) -> FilePath { appending(FilePath(other)) }

    /// The path within this folder of what has this text.
    package func appending(text: String) -> FilePath { appending(FilePath(text: text)) }

    package func hasPrefix(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

    /// Whether the path ends in `suffix`, which is ASCII in lower case, in any case.
    package func hasSuffix(_ suffix: String) -> Bool {
        bytes.count >= suffix.utf8.count
            && bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) { Self.lower($0) == $1 }
    }

    /// Whether the path equals `text`, which is ASCII in lower case, in any case.
    package func equals(ignoringCase text: String) -> Bool {
        bytes.count == text.utf8.count && hasSuffix(text)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Calls `body` with the path for a function of the system.
    /// - Returns: -1, with `errno` set, for a path that no file can have, for it contains NUL.
    func withSystemPath(_ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
        guard !bytes.contains(0) else {
            errno = ENOENT
            return -1
        }
        return (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? -1
        }
    }
}

extension FilePath: ExpressibleByStringInterpolation, CustomStringConvertible {
    package init(stringLiteral value: String) { self.init(value) }
    package var description: String { text }
}
