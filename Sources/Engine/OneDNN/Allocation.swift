import Foundation

/// Memory that is initialized with zeros. Large blocks use huge pages if the system supports them,
/// and are backed by memory only when they are first touched.
final class Allocation {
    let pointer: UnsafeMutableRawPointer
    let bytes: Int
    private let release: () -> Void

    private static let hugePage = 2 << 20

    init(bytes: Int) throws(EngineError) {
        self.bytes = bytes
        if bytes < Self.hugePage {
            var memory: UnsafeMutableRawPointer?
            guard posix_memalign(&memory, 64, max(bytes, 64)) == 0, let memory else {
                throw .outOfMemory(bytes: bytes)
            }
            memset(memory, 0, bytes)
            pointer = memory
            release = { free(memory) }
        } else {
            let size = bytes + Self.hugePage
            let mapping = mmap(
                nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard let mapping, mapping != MAP_FAILED else { throw .outOfMemory(bytes: bytes) }
            pointer = mapping.alignedUp(toMultipleOf: Self.hugePage)
            madvise(pointer, bytes, Int32(MADV_HUGEPAGE))
            release = { munmap(mapping, size) }
        }
    }

    deinit { release() }
}

extension UnsafeMutableRawPointer {
    fileprivate func alignedUp(toMultipleOf alignment: Int) -> UnsafeMutableRawPointer {
        self + (alignment - Int(bitPattern: self) % alignment) % alignment
    }
}
