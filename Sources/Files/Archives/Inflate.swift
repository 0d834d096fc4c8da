import CZlib

/// Decompression of the data of an entry of a zip archive, which have no header of their own.
enum Inflate {
    /// The first bytes that compressed bytes give.
    /// - Parameters:
    ///   - packed: the compressed bytes; they do not change.
    ///   - count: the wanted number of bytes.
    ///   - isWhole: true if this is the number of all bytes; data that give more or fewer are then
    ///     damaged.
    /// - Returns: nil if the data are damaged.
    static func bytes(_ packed: inout [UInt8], count: Int, isWhole: Bool) -> [UInt8]? {
        var stream = z_stream()
        // A negative size of the window means data without a header.
        let isOpen =
            inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        guard isOpen else { return nil }
        defer { inflateEnd(&stream) }
        var status = Z_OK
        // One byte more detects longer data.
        let capacity = count + 1
        var bytes = [UInt8](unsafeUninitializedCapacity: capacity) { output, filled in
            packed.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(capacity)
                status = inflate(&stream, Z_SYNC_FLUSH)
            }
            filled = capacity - Int(stream.avail_out)
        }
        if isWhole { return status == Z_STREAM_END && bytes.count == count ? bytes : nil }
        guard status == Z_STREAM_END || status == Z_OK || status == Z_BUF_ERROR else { return nil }
        if bytes.count > count { bytes.removeLast() }
        return bytes
    }

    /// The CRC-32 of bytes.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
    }
}
