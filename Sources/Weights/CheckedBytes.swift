/// Bytes of a file that nobody has checked yet: every access beyond the end gives `nil`.
struct CheckedBytes {
    let bytes: UnsafeRawBufferPointer

    var count: Int { bytes.count }

    /// The little-endian integer at `offset`.
    func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T? {
        guard offset >= 0, offset <= count - MemoryLayout<T>.size else { return nil }
        return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// The range of `length` bytes from `offset` on.
    func range(at offset: Int, length: Int) -> Range<Int>? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
            return nil
        }
        return offset..<offset + length
    }

    /// The UTF-8 text of `length` bytes from `offset` on.
    func text(at offset: Int, length: Int) -> String? {
        range(at: offset, length: length).flatMap { String(validating: bytes[$0], as: UTF8.self) }
    }

    func starts(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
}
