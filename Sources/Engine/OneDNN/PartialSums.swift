/// Sums over the pieces of a parameter: each is kept by itself and all are added in their order, so
/// that the total does not depend on how threads shared them.
final class PartialSums {
    /// Elements in a piece; small enough for the fastest cache.
    static let grain = 4096

    private let sums: UnsafeMutableBufferPointer<Double>

    /// - Parameter count: elements.
    init(count: Int) {
        sums = .allocate(capacity: (count + Self.grain - 1) / Self.grain)
        sums.initialize(repeating: 0)
    }

    deinit { sums.deallocate() }

    /// Takes the sums of the pieces of `range`, which starts with a piece.
    func addPartialSums(of range: Range<Int>, _ sum: (Range<Int>) -> Double) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.grain) {
            sums[start / Self.grain] = sum(start..<min(start + Self.grain, range.upperBound))
        }
    }

    var total: Double { sums.reduce(0, +) }
}
