import Files
import Foundation

/// The name of a file in an archive or a folder: a relative path as bytes.
///
/// Names are bytes and not text: two Unicode forms of a letter are two names, and a name that
/// begins with a combining mark is still split at the slash before it.
struct EntryName: Sendable, Hashable, Comparable {
    var bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    init(_ text: String) { bytes = Array(text.utf8) }

    init(joining parts: some Sequence<EntryName>, by separator: String = "/") {
        bytes = Array(parts.map(\.bytes).joined(separator: separator.utf8))
    }

    static func < (left: EntryName, right: EntryName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    static let slash = UInt8(ascii: "/")
    static let backslash = UInt8(ascii: "\\")

    /// The components between the slashes.
    var parts: [EntryName] { bytes.split(separator: Self.slash).map { EntryName($0) } }

    var isEmpty: Bool { bytes.isEmpty }

    /// The name as text; nil if it is not UTF-8.
    var text: String? { String(validating: bytes, as: UTF8.self) }

    /// The name as a path.
    var path: FilePath { FilePath(bytes: bytes) }

    /// A form that is equal for names that differ only in case, in white space or in their Unicode
    /// form.
    var folded: String {
        guard let text else { return bytes.map { String($0, radix: 16) }.joined() }
        let visible = text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
            .filter { !$0.properties.isDefaultIgnorableCodePoint }
        let words = visible.split { $0.properties.isWhitespace }
        return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
            .precomposedStringWithCompatibilityMapping
    }

    func hasPrefix(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

    /// - Parameter text: a suffix in lower case; the case of ASCII letters is ignored.
    func hasSuffix(_ text: String) -> Bool {
        bytes.count >= text.utf8.count
            && zip(bytes.suffix(text.utf8.count), text.utf8).allSatisfy { byte, wanted in
                (65...90).contains(byte) ? byte + 32 == wanted : byte == wanted
            }
    }

    /// The name with backslashes replaced by slashes.
    var withoutBackslashes: EntryName {
        EntryName(bytes.map { $0 == Self.backslash ? Self.slash : $0 })
    }

    /// The suffix from the last dot on; empty if there is no dot, or nothing before it.
    var suffix: EntryName {
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0,
            bytes[dot - 1] != Self.slash,
            !bytes[dot...].contains(Self.slash)
        else { return EntryName("") }
        return EntryName(bytes[dot...])
    }

    /// The name with slashes, percent signs and the bytes of `others` percent-encoded (%2F);
    /// decoding a URL gives the name back.
    func percentEncoded(others: [UInt8] = []) -> EntryName {
        let digits = Array("0123456789ABCDEF".utf8)
        return EntryName(
            bytes.flatMap { byte in
                byte == Self.slash || byte == UInt8(ascii: "%") || others.contains(byte)
                    ? [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] : [byte]
            })
    }
}

extension EntryName: CustomStringConvertible {
    /// The name for messages: bytes that are not text, or that would change the layout, as \xNN.
    var description: String { FilePath(bytes: bytes).text }
}
