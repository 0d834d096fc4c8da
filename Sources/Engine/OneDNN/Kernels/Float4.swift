/// The values of four channels, which are one SSE register: these kernels are compiled for every
/// x86-64 processor.
typealias Float4 = SIMD4<Float>

/// Values of four channels at a constant distance in memory.
struct StridedFloat4 {
    let base: UnsafeMutablePointer<Float>
    /// The distance between neighbors, in floats.
    let step: Int

    @inline(__always)
    subscript(index: Int) -> Float4 {
        get { .load(base + index * step) }
        nonmutating set { newValue.store(base + index * step) }
    }
}

/// A grid of values of four channels, with arbitrary distances between rows and between columns.
struct Float4Grid {
    let base: UnsafeMutablePointer<Float>
    /// The distances between neighboring rows and between neighboring columns, in floats.
    let (down, across): (Int, Int)

    @inline(__always)
    init(_ base: UnsafeMutablePointer<Float>, down: Int, across: Int) {
        self.base = base
        (self.down, self.across) = (down, across)
    }

    /// A grid that is only read.
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

    /// Writes the largest of each 2 x 2 values of the first 4 x 4.
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

    /// Calls `body` with memory for two tiles of 6 x 6 values.
    @inline(__always)
    static func withTiles(_ body: (_ tile: Float4Grid, _ scratch: Float4Grid) -> Void) {
        let count = WinogradConvolution.positions * 4
        withUnsafeTemporaryAllocation(byteCount: 2 * count * 4, alignment: 64) { memory in
            guard let base = memory.bindMemory(to: Float.self).baseAddress else { return }
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
