import CZlib
import Foundation

/// The decompressed contents of a gzip file, read step by step.
///
/// libarchive decompresses gzip too, but does not compare the checksum at the end, so a damaged
/// image would be accepted.
package final class GzipStream {
    /// The reason why decompression stopped; nil if the file is valid so far.
    package private(set) var failure: String?
    private let file: FileHandle
    private var stream = z_stream()
    private var input = [UInt8](repeating: 0, count: 1 << 16)
    /// The bytes that were decompressed last. The address is fixed, because libarchive reads them
    /// after `next` has returned.
    private let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    /// The part of `input` that is not yet decompressed.
    private var waiting = 0..<0
    private var isOpen = false
    private var isAtEnd = false
    private var (packed, unpacked) = (0, 0)

    /// - Throws: `FileError` if the file cannot be opened.
    package init(_ path: String) throws(FileError) {
        do { file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)) } catch {
            throw FileError(operation: "open", path: path, error: error)
        }
    }

    deinit {
        if isOpen { inflateEnd(&stream) }
        output.deallocate()
        // Errors of closing can be ignored, because nothing was written.
        try? file.close()
    }

    /// The next bytes; empty at the end, nil if the file is damaged. They are valid until the next
    /// call.
    package func next() -> UnsafeRawBufferPointer? {
        guard failure == nil else { return nil }
        var count = 0
        while count == 0, !isAtEnd {
            guard let more = step() else { return nil }
            count = more
        }
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count])
    }

    /// - Returns: the number of decompressed bytes; nil if the file is damaged.
    private func step() -> Int? {
        if waiting.isEmpty, !fill() {
            if isOpen { return fail("it is truncated") }
            isAtEnd = true
            return 0
        }
        if !isOpen {
            // A file of several members decompresses to their contents one after another; some
            // files are padded with zeros.
            if unpacked > 0, input[waiting].allSatisfy({ $0 == 0 }) {
                waiting = 0..<0
                return 0
            }
            guard unpacked == 0 || input[waiting.lowerBound] == 0x1F, begin() else {
                return fail("the data after its end are not gzip data")
            }
        }
        return inflate()
    }

    private func fill() -> Bool {
        let descriptor = file.fileDescriptor
        var count = -1
        repeat { count = read(descriptor, &input, input.count) } while count < 0 && errno == EINTR
        waiting = 0..<max(0, count)
        packed += waiting.count
        if count < 0 { failure = String(cString: strerror(errno)) }
        return count > 0
    }

    /// Begins decompression. The window size 31 means the largest window with the header and
    /// checksum of gzip.
    private func begin() -> Bool {
        stream = z_stream()
        isOpen =
            inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        return isOpen
    }

    private func inflate() -> Int? {
        var status = Z_OK
        var count = 0
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress.map { $0 + waiting.lowerBound }
            stream.avail_in = uInt(waiting.count)
            stream.next_out = output.baseAddress
            stream.avail_out = uInt(output.count)
            status = CZlib.inflate(&stream, Z_NO_FLUSH)
            count = output.count - Int(stream.avail_out)
        }
        waiting = waiting.upperBound - Int(stream.avail_in)..<waiting.upperBound
        unpacked += count
        if status == Z_STREAM_END {
            inflateEnd(&stream)
            isOpen = false
        } else if status != Z_OK && status != Z_BUF_ERROR {
            return fail(stream.msg.map { String(cString: $0) } ?? "it is damaged")
        }
        guard unpacked < 100_000_000 || unpacked / max(1, packed) < 200 else {
            return fail("its decompressed size is more than 200 times its size")
        }
        return count
    }

    private func fail(_ reason: String) -> Int? {
        failure = failure ?? reason
        return nil
    }
}
