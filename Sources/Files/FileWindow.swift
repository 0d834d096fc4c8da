/// Random access to numbers and texts in an untrusted file, or in a part of it.
///
/// Access beyond the end gives nil, and so does access to bytes that cannot be read, for example if
/// the file has become shorter. Neighboring accesses need one read of 64 KiB. Not thread-safe.
package final class FileWindow {
    private let file: OpenFile
    private let part: Range<Int>
    /// The bytes that were read last, and their offset in the part.
    private var window: [UInt8] = []
    private var start = 0

    private static let size = 1 << 16

    /// - Parameter part: the byte range of the file to which offsets refer; nil: the whole file.
    package init(_ file: OpenFile, _ part: Range<Int>? = nil) {
        self.file = file
        self.part = part ?? 0..<file.count
    }

    /// The number of bytes.
    package var count: Int { part.count }

    /// The range of `length` bytes from `offset` on; nil if it exceeds the part.
    package func range(at offset: Int, length: Int) -> Range<Int>? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
            return nil
        }
        return offset..<offset + length
    }

    /// The `length` bytes from `offset` on; nil if they cannot be read.
    package func bytes(at offset: Int, length: Int) -> ArraySlice<UInt8>? {
        guard let range = range(at: offset, length: length) else { return nil }
        if range.lowerBound < start || range.upperBound > start + window.count {
            // The window begins before the bytes, because some readers go backwards.
            let first = max(0, range.lowerBound - Self.size / 2)
            let last = min(count, max(range.upperBound, first + Self.size))
            let range = part.lowerBound + first..<part.lowerBound + last
            guard let bytes = try? file.bytes(range) else { return nil }
            (window, start) = (bytes, first)
        }
        return window[range.lowerBound - start..<range.upperBound - start]
    }

    /// The little-endian integer at `offset`; nil if it cannot be read.
    package func integer<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, at offset: Int
    ) -> T? {
        bytes(at: offset, length: MemoryLayout<T>.size).map { bytes in
            bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(as: type)) }
        }
    }

    /// The UTF-8 text of `length` bytes from `offset` on; nil if it cannot be read or is not UTF-8.
    package func text(at offset: Int, length: Int) -> String? {
        bytes(at: offset, length: length).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The first offset of `byte`, from `offset` on; nil if there is none.
    package func index(of byte: UInt8, from offset: Int) -> Int? {
        var position = offset
        while let bytes = bytes(at: position, length: min(4096, count - position)), !bytes.isEmpty {
            if let found = bytes.firstIndex(of: byte) { return position + found - bytes.startIndex }
            position += bytes.count
        }
        return nil
    }

    /// True if the part begins with these bytes.
    package func starts(with prefix: [UInt8]) -> Bool {
        bytes(at: 0, length: prefix.count)?.elementsEqual(prefix) ?? false
    }
}
