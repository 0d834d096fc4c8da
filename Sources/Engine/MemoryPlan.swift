/// Assigns offsets in one arena to buffers with known sizes and lifetimes, so that buffers with
/// overlapping lifetimes never overlap in memory.
///
/// The algorithm is greedy by size (Pisarchyk and Lee, 2020, "Efficient Memory Management for Deep
/// Neural Net Inference"): the largest buffer first, each at the lowest offset that is free during
/// its lifetime.
package struct MemoryPlan {
    /// A buffer's size and the steps of its first and last use.
    package struct Request {
        /// The size, in bytes.
        package let bytes: Int
        /// The steps from the first to the last use.
        package let lifetime: ClosedRange<Int>

        package init(bytes: Int, lifetime: ClosedRange<Int>) {
            self.bytes = bytes
            self.lifetime = lifetime
        }
    }

    /// The alignment of each offset, in bytes.
    package static let alignment = 64

    /// The offset of each request in bytes, in the order given.
    package private(set) var offsets: [Int]
    /// The size of the arena, in bytes.
    package private(set) var totalBytes = 0

    /// Assigns an offset to each request.
    package init(_ requests: [Request]) {
        offsets = [Int](repeating: 0, count: requests.count)
        var placed: [Int] = []
        let order = requests.indices.sorted {
            (requests[$0].bytes, $1) > (requests[$1].bytes, $0)
        }
        for index in order {
            let request = requests[index]
            let size = Self.aligned(request.bytes)
            var offset = 0
            for other in placed where requests[other].lifetime.overlaps(request.lifetime) {
                if offsets[other] >= offset + size { break }
                offset = max(offset, offsets[other] + Self.aligned(requests[other].bytes))
            }
            offsets[index] = offset
            totalBytes = max(totalBytes, offset + size)
            let position = placed.firstIndex { offsets[$0] > offset } ?? placed.endIndex
            placed.insert(index, at: position)
        }
    }

    private static func aligned(_ bytes: Int) -> Int {
        (bytes + alignment - 1) / alignment * alignment
    }
}
