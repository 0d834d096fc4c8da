/// A selection of fewer examples that keeps the proportions of the classes and covers the whole
/// order.
package enum Stratification {
    /// The number of examples of each class that give `limit` in total: proportional, by largest
    /// remainders, with at least one example of every class that has any if the limit allows it.
    package static func counts(of counts: [Int], limit: Int?) -> [Int] {
        let total = counts.reduce(0, +)
        guard let limit, limit < total else { return counts }
        var selected = counts.map { $0 * limit / total }
        let remainders = counts.map { $0 * limit % total }
        let order = counts.indices.sorted {
            (remainders[$0], counts[$0], $1) > (remainders[$1], counts[$1], $0)
        }
        for index in order.prefix(limit - selected.reduce(0, +)) { selected[index] += 1 }
        for index in counts.indices where counts[index] > 0 && selected[index] == 0 {
            guard let largest = selected.indices.max(by: { selected[$0] < selected[$1] }),
                selected[largest] > 1
            else { break }
            selected[largest] -= 1
            selected[index] = 1
        }
        return selected
    }

    /// `number` indices from `0 ..< count`, evenly spaced from the first one.
    package static func evenlySpaced(_ number: Int, of count: Int) -> [Int] {
        (0..<number).map { $0 * count / number }
    }
}
