/// A matrix of Winograd's F(4 x 4, 3 x 3) by Lavin and Gray, "Fast Algorithms for Convolutional
/// Neural Networks" (2015), as a linear map of the rows or columns of a tile. The outputs of a tile
/// are `Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A` of the weights `g` and the inputs `d`, `[6, 6]`; the
/// gradient with respect to the weights is `Gᵀ [(A dY Aᵀ) ⊙ (Bᵀ d B)] G`.
protocol WinogradMap {
    /// The number of input values.
    static var inputs: Int { get }
    /// The number of output values.
    static var outputs: Int { get }
    /// Maps the values of `x` to the values of `y`.
    static func apply(_ x: StridedFloat4, _ y: StridedFloat4)
}

/// `Bᵀ`: maps six inputs of a tile to six values.
enum InputMap: WinogradMap {
    static let inputs = 6
    static let outputs = 6

    @inline(__always)
    static func apply(_ x: StridedFloat4, _ y: StridedFloat4) {
        let (x0, x1, x2) = (x[0], x[1], x[2])
        let (x3, x4, x5) = (x[3], x[4], x[5])
        let (a, b) = (x4 - 4 * x2, x3 - 4 * x1)
        let (c, d) = (x4 - x2, 2 * (x3 - x1))
        y[0] = 4 * x0 - 5 * x2 + x4
        y[1] = a + b
        y[2] = a - b
        y[3] = c + d
        y[4] = c - d
        y[5] = 4 * x1 - 5 * x3 + x5
    }
}

/// `Aᵀ`: maps six products to four outputs.
enum OutputMap: WinogradMap {
    static let inputs = 6
    static let outputs = 4

    @inline(__always)
    static func apply(_ x: StridedFloat4, _ y: StridedFloat4) {
        let (x1, x2) = (x[1], x[2])
        let (x3, x4) = (x[3], x[4])
        let (a, b) = (x1 + x2, x1 - x2)
        let (c, d) = (x3 + x4, x3 - x4)
        y[0] = x[0] + a + c
        y[1] = b + 2 * d
        y[2] = a + 4 * c
        y[3] = b + 8 * d + x[5]
    }
}

/// `A`: maps the gradient with respect to four outputs to the gradient with respect to six
/// products.
enum OutputGradientMap: WinogradMap {
    static let inputs = 4
    static let outputs = 6

    @inline(__always)
    static func apply(_ x: StridedFloat4, _ y: StridedFloat4) {
        let (x0, x1, x2, x3) = (x[0], x[1], x[2], x[3])
        let (a, b) = (x0 + x2, x1 + x3)
        let (c, d) = (x0 + 4 * x2, 2 * x1 + 8 * x3)
        y[0] = x0
        y[1] = a + b
        y[2] = a - b
        y[3] = c + d
        y[4] = c - d
        y[5] = x3
    }
}

/// `G`: maps three weights to six.
enum WeightMap: WinogradMap {
    static let inputs = 3
    static let outputs = 6

    @inline(__always)
    static func apply(_ x: StridedFloat4, _ y: StridedFloat4) {
        let (x0, x1, x2) = (x[0], x[1], x[2])
        let (a, b) = ((x0 + x2) * (-1 / 6), x1 * (1 / 6))
        let (c, d) = (x0 * (1 / 24) + x2 * (1 / 6), x1 * (1 / 12))
        y[0] = x0 * 0.25
        y[1] = a - b
        y[2] = a + b
        y[3] = c + d
        y[4] = c - d
        y[5] = x2
    }
}

/// `Gᵀ`: maps the gradient with respect to six transformed weights to the gradient with respect to
/// three weights.
enum WeightGradientMap: WinogradMap {
    static let inputs = 6
    static let outputs = 3

    @inline(__always)
    static func apply(_ x: StridedFloat4, _ y: StridedFloat4) {
        let (x1, x2) = (x[1], x[2])
        let (x3, x4) = (x[3], x[4])
        let (a, b) = (x1 + x2, x3 + x4)
        y[0] = x[0] * 0.25 - a * (1 / 6) + b * (1 / 24)
        y[1] = (x2 - x1) * (1 / 6) + (x3 - x4) * (1 / 12)
        y[2] = (b - a) * (1 / 6) + x[5]
    }
}

extension WinogradMap {
    /// Applies the map to the columns and then to the rows of a tile.
    /// - Parameters:
    ///   - x: `[inputs, inputs]`.
    ///   - scratch: memory for `[outputs, inputs]`.
    ///   - y: `[outputs, outputs]`.
    @inline(__always)
    static func applyBothWays(_ x: Float4Grid, scratch: Float4Grid, _ y: Float4Grid) {
        for column in 0..<inputs { apply(x.column(column), scratch.column(column)) }
        for row in 0..<outputs { apply(scratch.row(row), y.row(row)) }
    }
}
