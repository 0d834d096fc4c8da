/// The extents of a tensor, outermost first: `[N, C, H, W]` for a batch of images.
package struct Shape: Sendable, Hashable, CustomStringConvertible, ExpressibleByArrayLiteral {
    package let extents: [Int]

    package init(_ extents: [Int]) {
        precondition(extents.allSatisfy { $0 >= 0 }, "negative extent in \(extents)")
        self.extents = extents
    }

    package init(arrayLiteral elements: Int...) { self.init(elements) }

    /// The number of elements: the product of all extents, 1 for a scalar.
    package var count: Int { extents.reduce(1, *) }
    package var rank: Int { extents.count }
    package subscript(axis: Int) -> Int { extents[axis] }

    package var description: String { "[" + extents.map(String.init).joined(separator: ", ") + "]" }
}
