/// The distance between the distributions of two samples, by Kolmogorov and Smirnov.
package enum KolmogorovSmirnov {
    /// The largest difference between the two empirical cumulative distributions, from 0 (equal) to
    /// 1 (disjoint); nil if a sample is empty.
    package static func distance(_ first: [Double], _ second: [Double]) -> Double? {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let (a, b) = (first.sorted(), second.sorted())
        var (i, j, largest) = (0, 0, 0.0)
        while i < a.count, j < b.count {
            let value = min(a[i], b[j])
            while i < a.count, a[i] == value { i += 1 }
            while j < b.count, b[j] == value { j += 1 }
            largest = max(
                largest, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
        }
        return largest
    }
}
