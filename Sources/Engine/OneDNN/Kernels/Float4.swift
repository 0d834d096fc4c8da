/// Values of four channels: these kernels are compiled for every x86-64 processor, and six of such
/// registers with their sums are what it holds.
typealias Float4 = SIMD4<Float>

/// Values of four channels that lie evenly apart.
struct StridedFloat4 {
    let base: UnsafeMutablePointer<Float>
    /// Floats from one to the next.
    let step: Int

    @inline(__always)
    subscript(index: Int) -> Float4 {
        get { .load(base + index * step) }
        nonmutating set { newValue.store(base + index * step) }
    }
}

/// Rows and columns of values of four channels, wherever they lie.
struct Float4Grid {
    let base: UnsafeMutablePointer<Float>
    /// Floats from a row to the next, and from a column to the next.
    let (down, across): (Int, Int)

    @inline(__always)
    init(_ base: UnsafeMutablePointer<Float>, down: Int, across: Int) {
        self.base = base
        (self.down, self.across) = (down, across)
    }

    /// Only read.
    @inline(__always)
    init(_ base: UnsafePointer<Float>, down: Int, across: Int) {
        self.init(UnsafeMutablePointer(mutating: base), down: down, across: across)
    }

    @inline(__always)
    func row(_ index: Int) -> StridedFloat4 {
        StridedFloat4(base: base + index * down, step: across)
    }

    @inline(__always)
    func column(_ index: Int) -> StridedFloat4 {
        StridedFloat4(base: base + index * across, step: down)
    }

    /// Writes the largest of each 2 x 2 of the first 4 x 4 values.
    @inline(__always)
    func pool(into result: Float4Grid) {
        for i in 0..<2 {
            let (upper, lower) = (row(2 * i), row(2 * i + 1))
            for j in 0..<2 {
                result.row(i)[j] = upper[2 * j].larger(upper[2 * j + 1])
                    .larger(lower[2 * j].larger(lower[2 * j + 1]))
            }
        }
    }

    /// Calls `body` with room for tiles of 6 x 6.
    @inline(__always)
    static func withTiles(_ body: (_ tile: Float4Grid, _ work: Float4Grid) -> Void) {
        let count = WinogradConvolution.places * 4
        withUnsafeTemporaryAllocation(byteCount: 2 * count * 4, alignment: 64) { room in
            guard let base = room.bindMemory(to: Float.self).baseAddress else { return }
            body(
                Float4Grid(base, down: 24, across: 4), Float4Grid(base + count, down: 24, across: 4)
            )
        }
    }
}

extension Float4 {
    @inline(__always)
    static func load(_ pointer: UnsafePointer<Float>) -> Float4 {
        UnsafeRawPointer(pointer).loadUnaligned(as: Float4.self)
    }

    /// The larger value of each channel.
    @inline(__always)
    func larger(_ other: Float4) -> Float4 { replacing(with: other, where: self .< other) }

    @inline(__always)
    func store(_ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Float4.self)
    }
}
