extension RandomAccessCollection {
    /// The first index whose element meets `condition`, found by bisection; `endIndex` if there is
    /// none.
    /// - Precondition: `condition` is false for a first part of the elements and true for the rest.
    func partitionPoint(where condition: (Element) -> Bool) -> Index {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
            if condition(self[middle]) { high = middle } else { low = index(after: middle) }
        }
        return low
    }
}
