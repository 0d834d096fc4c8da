import Foundation

/// A path as the file system stores it: bytes, of which only `/` and NUL have a meaning.
///
/// A `String` is not suitable for a path: it compares by Unicode's canonical equivalence, it is
/// split at characters, where `/` and a combining mark can be one character, and it cannot contain
/// bytes that are not UTF-8.
package struct FilePath: Sendable, Hashable, Comparable {
    /// The bytes of the path.
    package let bytes: [UInt8]

    package init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The path with the UTF-8 bytes of `name`, unchanged.
    package init(_ name: String) { self.init(bytes: name.utf8) }

    package static func < (first: FilePath, second: FilePath) -> Bool {
        first.bytes.lexicographicallyPrecedes(second.bytes)
    }

    private static let slash = UInt8(ascii: "/")

    /// The components between the slashes; empty components are omitted.
    package var components: [FilePath] {
        bytes.split(separator: Self.slash).map { FilePath(bytes: $0) }
    }

    /// The last component; the path itself if it has none.
    package var name: FilePath { components.last ?? self }

    /// The path of `other` in this folder.
    package func appending(_ other: FilePath) -> FilePath {
        let separator = bytes.isEmpty || bytes.last == Self.slash ? [] : [Self.slash]
        return FilePath(bytes: bytes + separator + other.bytes)
    }

    /// The path of `other` in this folder.
    package func appending(_ other: String) -> FilePath { appending(FilePath(other)) }

    /// The path of a name in text form in this folder.
    package func appending(text: String) -> FilePath { appending(FilePath(text: text)) }

    /// True if the path begins with the bytes of `text`.
    package func hasPrefix(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

    /// True if the path ends with `suffix`, which must be lower-case ASCII; case is ignored.
    package func hasSuffix(_ suffix: String) -> Bool {
        bytes.count >= suffix.utf8.count
            && bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) { Self.lower($0) == $1 }
    }

    /// True if the path equals `text`, which must be lower-case ASCII; case is ignored.
    package func equals(ignoringCase text: String) -> Bool {
        bytes.count == text.utf8.count && hasSuffix(text)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Calls `body` with the path as a C string.
    /// - Returns: the result of `body`; -1, with `errno` set, for a path that contains NUL, which
    ///   no file can have.
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
