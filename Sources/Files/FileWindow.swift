/// Numbers and texts at any place of a file, or of a part of it, that nobody has checked yet.
///
/// An access beyond the end gives nil, and so does one to bytes that cannot be read, as when the
/// file has become shorter. Neighbouring accesses cost one read of 64 KiB. Not thread-safe.
package final class FileWindow {
    private let file: OpenFile
    private let part: Range<Int>
    /// The bytes that were read last, and where they begin in the part.
    private var window: [UInt8] = []
    private var start = 0

    private static let size = 1 << 16

    /// - Parameter part: the bytes of the file that offsets refer to; nil: the whole file.
    package init(_ file: OpenFile, _ part: Range<Int>? = nil) {
        self.file = file
        self.part = part ?? 0..<file.count
    }

    package var count: Int { part.count }

    /// The range of `length` bytes from `offset` on.
    package func range(at offset: Int, length: Int) -> Range<Int>? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
            return nil
        }
        return offset..<offset + length
    }

    /// The `length` bytes from `offset` on.
    package func bytes(at offset: Int, length: Int) -> ArraySlice<UInt8>? {
        guard let range = range(at: offset, length: length) else { return nil }
        if range.lowerBound < start || range.upperBound > start + window.count {
            // Readers go backwards, too.
            let first = max(0, range.lowerBound - Self.size / 2)
            let last = min(count, max(range.upperBound, first + Self.size))
            let place = part.lowerBound + first..<part.lowerBound + last
            guard let bytes = try? file.bytes(place) else { return nil }
            (window, start) = (bytes, first)
        }
        return window[range.lowerBound - start..<range.upperBound - start]
    }

    /// The little-endian integer at `offset`.
    package func integer<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, at offset: Int
    ) -> T? {
        bytes(at: offset, length: MemoryLayout<T>.size).map { bytes in
            bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(as: type)) }
        }
    }

    /// The UTF-8 text of `length` bytes from `offset` on.
    package func text(at offset: Int, length: Int) -> String? {
        bytes(at: offset, length: length).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The first place of `byte` from `offset` on.
    package func index(of byte: UInt8, from offset: Int) -> Int? {
        var place = offset
        while let bytes = bytes(at: place, length: min(4096, count - place)), !bytes.isEmpty {
            if let found = bytes.firstIndex(of: byte) { return place + found - bytes.startIndex }
            place += bytes.count
        }
        return nil
    }

    package func starts(with prefix: [UInt8]) -> Bool {
        bytes(at: 0, length: prefix.count)?.elementsEqual(prefix) ?? false
    }
}
