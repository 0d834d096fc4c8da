/// The shape of a tensor: its extents, outermost first, such as `[N, C, H, W]` for a batch of
/// images.
package struct Shape: Sendable, Hashable, CustomStringConvertible, ExpressibleByArrayLiteral {
    /// The extent of each axis, at least 0.
    package let extents: [Int]

    /// - Precondition: no extent is negative.
    package init(_ extents: [Int]) {
        precondition(extents.allSatisfy { $0 >= 0 }, "negative extent in \(extents)")
        self.extents = extents
    }

    package init(arrayLiteral elements: Int...) { self.init(elements) }

    /// The number of elements: the product of all extents, 1 for a scalar.
    package var count: Int { extents.reduce(1, *) }
    /// The number of axes.
    package var rank: Int { extents.count }
    /// The extent of an axis, counted from 0.
    package subscript(axis: Int) -> Int { extents[axis] }

    package var description: String { "[" + extents.map(String.init).joined(separator: ", ") + "]" }
}
