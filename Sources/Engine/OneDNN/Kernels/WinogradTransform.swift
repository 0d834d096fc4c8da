/// The small matrices of Winograd's F(4 x 4, 3 x 3) by Lavin and Gray, "Fast Algorithms for Convolutional Neural
/// Networks" (2015), each applied to the rows or columns of a tile. A tile's outputs are
/// `Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A` of the weights `g` and the inputs `d`, `[6, 6]`; hence the gradient by the weights,
/// `Gᵀ [(A dY Aᵀ) ⊙ (Bᵀ d B)] G`.
///
/// Values are of four channels: these kernels are compiled for every x86-64 processor, and six of such registers with
/// their sums are what it holds.
typealias Quad = SIMD4<Float>

/// A linear map of short columns of values.
protocol WinogradMap {
    /// Values that it takes.
    static var inputs: Int { get }
    /// Values that it gives.
    static var outputs: Int { get }
    /// Maps the values at `x`, `step` apart, to those at `y`, `pace` apart.
    static func apply(
        _ x: UnsafePointer<Quad>, _ step: Int, _ y: UnsafeMutablePointer<Quad>, _ pace: Int)
}

/// `Bᵀ`: six inputs of a tile to six values.
enum InputMap: WinogradMap {
    static let inputs = 6
    static let outputs = 6

    @inline(__always)
    static func apply(
        _ x: UnsafePointer<Quad>, _ step: Int, _ y: UnsafeMutablePointer<Quad>, _ pace: Int
    ) {
        let (x0, x1, x2) = (x[0], x[step], x[2 * step])
        let (x3, x4, x5) = (x[3 * step], x[4 * step], x[5 * step])
        let (a, b) = (x4 - 4 * x2, x3 - 4 * x1)
        let (c, d) = (x4 - x2, 2 * (x3 - x1))
        y[0] = 4 * x0 - 5 * x2 + x4
        y[pace] = a + b
        y[2 * pace] = a - b
        y[3 * pace] = c + d
        y[4 * pace] = c - d
        y[5 * pace] = 4 * x1 - 5 * x3 + x5
    }
}

/// `Aᵀ`: six products to four outputs.
enum OutputMap: WinogradMap {
    static let inputs = 6
    static let outputs = 4

    @inline(__always)
    static func apply(
        _ x: UnsafePointer<Quad>, _ step: Int, _ y: UnsafeMutablePointer<Quad>, _ pace: Int
    ) {
        let (x1, x2) = (x[step], x[2 * step])
        let (x3, x4) = (x[3 * step], x[4 * step])
        let (a, b) = (x1 + x2, x1 - x2)
        let (c, d) = (x3 + x4, x3 - x4)
        y[0] = x[0] + a + c
        y[pace] = b + 2 * d
        y[2 * pace] = a + 4 * c
        y[3 * pace] = b + 8 * d + x[5 * step]
    }
}

/// `A`: the gradient by four outputs to that by six products.
enum OutputGradientMap: WinogradMap {
    static let inputs = 4
    static let outputs = 6

    @inline(__always)
    static func apply(
        _ x: UnsafePointer<Quad>, _ step: Int, _ y: UnsafeMutablePointer<Quad>, _ pace: Int
    ) {
        let (x0, x1, x2, x3) = (x[0], x[step], x[2 * step], x[3 * step])
        let (a, b) = (x0 + x2, x1 + x3)
        let (c, d) = (x0 + 4 * x2, 2 * x1 + 8 * x3)
        y[0] = x0
        y[pace] = a + b
        y[2 * pace] = a - b
        y[3 * pace] = c + d
        y[4 * pace] = c - d
        y[5 * pace] = x3
    }
}

/// `G`: three weights to six.
enum WeightMap: WinogradMap {
    static let inputs = 3
    static let outputs = 6

    @inline(__always)
    static func apply(
        _ x: UnsafePointer<Quad>, _ step: Int, _ y: UnsafeMutablePointer<Quad>, _ pace: Int
    ) {
        let (x0, x1, x2) = (x[0], x[step], x[2 * step])
        let (a, b) = ((x0 + x2) * (-1 / 6), x1 * (1 / 6))
        let (c, d) = (x0 * (1 / 24) + x2 * (1 / 6), x1 * (1 / 12))
        y[0] = x0 * 0.25
        y[pace] = a - b
        y[2 * pace] = a + b
        y[3 * pace] = c + d
        y[4 * pace] = c - d
        y[5 * pace] = x2
    }
}

/// `Gᵀ`: the gradient by six weights to that by three.
enum WeightGradientMap: WinogradMap {
    static let inputs = 6
    static let outputs = 3

    @inline(__always)
    static func apply(
        _ x: UnsafePointer<Quad>, _ step: Int, _ y: UnsafeMutablePointer<Quad>, _ pace: Int
    ) {
        let (x1, x2) = (x[step], x[2 * step])
        let (x3, x4) = (x[3 * step], x[4 * step])
        let (a, b) = (x1 + x2, x3 + x4)
        y[0] = x[0] * 0.25 - a * (1 / 6) + b * (1 / 24)
        y[pace] = (x2 - x1) * (1 / 6) + (x3 - x4) * (1 / 12)
        y[2 * pace] = (b - a) * (1 / 6) + x[5 * step]
    }
}

extension WinogradMap {
    /// Applies the map to the columns and then to the rows of a tile.
    /// - Parameters:
    ///   - x: `[inputs, inputs]`.
    ///   - work: room for `[outputs, inputs]`.
    ///   - y: `[outputs, outputs]`.
    @inline(__always)
    static func applyBothWays(
        _ x: UnsafePointer<Quad>, work: UnsafeMutablePointer<Quad>,
        _ y: UnsafeMutablePointer<Quad>
    ) {
        for column in 0..<inputs { apply(x + column, inputs, work + column, inputs) }
        for row in 0..<outputs { apply(work + row * inputs, 1, y + row * outputs, 1) }
    }
}

/// Room for a tile of four channels and for what is in between of its transformation.
struct TileBuffer {
    let values: UnsafeMutablePointer<Quad>
    let work: UnsafeMutablePointer<Quad>

    /// Calls `body` with room for a tile that is taken and one that is made of it.
    @inline(__always)
    static func withPair(_ body: (_ taken: TileBuffer, _ made: TileBuffer) -> Void) {
        let places = WinogradConvolution.places
        withUnsafeTemporaryAllocation(of: Quad.self, capacity: 3 * places) { room in
            guard let base = room.baseAddress else { return }
            let work = base + 2 * places
            body(
                TileBuffer(values: base, work: work), TileBuffer(values: base + places, work: work))
        }
    }

    /// Writes the 36 values to their places.
    @inline(__always)
    func scatter(to memory: UnsafeMutablePointer<Float>, pace: Int) {
        for place in 0..<WinogradConvolution.places {
            values[place].store(memory + place * pace)
        }
    }

    /// Reads the 36 values from their places.
    @inline(__always)
    func gather(_ memory: UnsafePointer<Float>, pace: Int) {
        for place in 0..<WinogradConvolution.places {
            values[place] = .load(memory + place * pace)
        }
    }
}

extension Quad {
    @inline(__always)
    static func load(_ pointer: UnsafePointer<Float>) -> Quad {
        UnsafeRawPointer(pointer).loadUnaligned(as: Quad.self)
    }

    @inline(__always)
    func store(_ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Quad.self)
    }
}
