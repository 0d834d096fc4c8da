/// Partial sums over chunks of a parameter. They are stored separately and added in order, so the
/// total does not depend on the division among threads.
final class PartialSums {
    /// The number of elements in a chunk, small enough for the L1 cache.
    static let grain = 4096

    private let sums: UnsafeMutableBufferPointer<Double>

    /// - Parameter count: the number of elements.
    init(count: Int) {
        sums = .allocate(capacity: (count + Self.grain - 1) / Self.grain)
        sums.initialize(repeating: 0)
    }

    deinit { sums.deallocate() }

    /// Sets the sums of the chunks of `range`, which starts at the beginning of a chunk.
    func addPartialSums(of range: Range<Int>, _ sum: (Range<Int>) -> Double) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.grain) {
            sums[start / Self.grain] = sum(start..<min(start + Self.grain, range.upperBound))
        }
    }

    var total: Double { sums.reduce(0, +) }
}
