import Foundation

/// Memory that starts as zeros, on huge pages where the system has them.
final class Allocation {
    let pointer: UnsafeMutableRawPointer
    let bytes: Int

    init(bytes: Int) throws(EngineError) {
        let hugePage = 2 << 20
        let alignment = bytes >= hugePage ? hugePage : 64
        var pointer: UnsafeMutableRawPointer?
        guard posix_memalign(&pointer, alignment, max(bytes, 64)) == 0, let pointer else {
            throw .outOfMemory(bytes: bytes)
        }
        if bytes >= hugePage { madvise(pointer, bytes, Int32(MADV_HUGEPAGE)) }
        memset(pointer, 0, bytes)
        self.pointer = pointer
        self.bytes = bytes
    }

    deinit { free(pointer) }
}
