/// Picks a smaller set that keeps the proportions of the classes and covers the whole order.
package enum Stratification {
    /// How many of each class make up `limit` in all: proportional, by largest remainders, and at
    /// least one of every class that has any while the limit allows it.
    package static func shares(of counts: [Int], limit: Int?) -> [Int] {
        let total = counts.reduce(0, +)
        guard let limit, limit < total else { return counts }
        var shares = counts.map { $0 * limit / total }
        let remainders = counts.map { $0 * limit % total }
        let order = counts.indices.sorted {
            (remainders[$0], counts[$0], $1) > (remainders[$1], counts[$1], $0)
        }
        for index in order.prefix(limit - shares.reduce(0, +)) { shares[index] += 1 }
        for index in counts.indices where counts[index] > 0 && shares[index] == 0 {
            guard let richest = shares.indices.max(by: { shares[$0] < shares[$1] }),
                shares[richest] > 1
            else { break }
            shares[richest] -= 1
            shares[index] = 1
        }
        return shares
    }

    /// `share` of the positions `0 ..< count`, evenly spaced from the first one.
    package static func evenlySpaced(_ share: Int, of count: Int) -> [Int] {
        (0..<share).map { $0 * count / share }
    }
}
