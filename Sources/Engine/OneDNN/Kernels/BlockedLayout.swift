/// Images viewed as `[images, blocks, length]` elements: a block contains all pixels of `lanes`
/// channels, whose values are contiguous. `lanes` is 16 in `nChw16c`, 8 in `nChw8c`, 1 in `nchw`.
struct BlockedLayout {
    let images: Int
    /// The number of channels, without padding.
    let channels: Int
    let lanes: Int
    /// The number of pixels of an image.
    let pixels: Int

    var blocks: Int { (channels + lanes - 1) / lanes }
    /// The size of a block in elements.
    var length: Int { pixels * lanes }

    func offset(_ image: Int, _ block: Int) -> Int { (image * blocks + block) * length }

    /// One value per channel, arranged as the sixteen lanes of the vectors of block `block`.
    func vector(_ values: UnsafePointer<Float>, _ block: Int) -> Vector {
        if lanes == 1 { return Vector(repeating: values[block]) }
        var result = Vector.zero
        let first = block * lanes
        for lane in 0..<min(lanes, channels - first) { result[lane] = values[first + lane] }
        // A vector contains several pixels of a narrow block.
        var width = lanes
        while width < Vector.scalarCount {
            for lane in 0..<width { result[width + lane] = result[lane] }
            width *= 2
        }
        return result
    }
}

/// The vector type of the engine's own kernels: one AVX-512 register, or several narrower ones.
typealias Vector = SIMD16<Float>

extension Vector {
    /// Loads the first `count` elements; the other lanes are zero.
    @inline(__always)
    static func load<Element: KernelElement>(
        _ pointer: UnsafePointer<Element>, _ count: Int
    ) -> Vector {
        if count == scalarCount { return Element.vector(at: pointer) }
        var result = Vector.zero
        for lane in 0..<count { result[lane] = pointer[lane].float }
        return result
    }

    /// Stores the first `count` lanes.
    @inline(__always)
    func store<Element: KernelElement>(
        _ pointer: UnsafeMutablePointer<Element>, _ count: Int
    ) {
        if count == Self.scalarCount {
            Element.store(self, at: pointer)
        } else {
            for lane in 0..<count { pointer[lane] = Element(self[lane]) }
        }
    }

    /// `max(x, 0)`; NaN stays NaN.
    @inline(__always)
    var rectified: Vector { replacing(with: 0, where: self .< 0) }

    /// The vector with zeros in all lanes but the first `count`.
    @inline(__always)
    func keeping(first count: Int) -> Vector {
        if count == Self.scalarCount { return self }
        var result = self
        for lane in count..<Self.scalarCount { result[lane] = 0 }
        return result
    }

    /// The sums over the lanes of each channel, if a vector contains `Vector.scalarCount / lanes`
    /// pixels.
    func folded(lanes: Int) -> Vector {
        var result = self
        var width = Self.scalarCount
        while width > lanes {
            width /= 2
            for lane in 0..<width { result[lane] += result[width + lane] }
        }
        return result
    }
}

/// Calls `body` with the offset and width of each vector of a block; only the last may be narrower.
@inline(__always)
func forEachVector(_ length: Int, _ body: (_ offset: Int, _ count: Int) -> Void) {
    var offset = 0
    while offset + Vector.scalarCount <= length {
        body(offset, Vector.scalarCount)
        offset += Vector.scalarCount
    }
    if offset < length { body(offset, length - offset) }
}

/// The sum over the vectors of a block. Runs of 128 vectors are summed separately, so that rounding
/// errors stay small.
@inline(__always)
func sumOfVectors(_ length: Int, _ body: (_ offset: Int, _ count: Int) -> Vector) -> Vector {
    let run = 128 * Vector.scalarCount
    var total = Vector.zero
    var first = 0
    while first < length {
        var sum = Vector.zero
        forEachVector(min(run, length - first)) { sum += body(first + $0, $1) }
        total += sum
        first += run
    }
    return total
}
