import Foundation

/// The text encoding of a table.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"

    /// The encoding of a byte order mark, and the length of the mark in bytes; nil without a mark.
    package static func marked(_ bytes: UnsafeRawBufferPointer) -> (TextEncoding, length: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return nil
    }

    /// The decoded text; nil if the bytes are not valid in this encoding.
    package func text(of bytes: some Collection<UInt8>) -> String? {
        switch self {
        case .utf8: String(validating: bytes, as: UTF8.self)
        case .utf16LittleEndian: String(data: Data(bytes), encoding: .utf16LittleEndian)
        case .utf16BigEndian: String(data: Data(bytes), encoding: .utf16BigEndian)
        case .windows1252: String(data: Data(bytes), encoding: .windowsCP1252)
        case .latin1: String(data: Data(bytes), encoding: .isoLatin1)
        }
    }
}
