internal import Tensors

/// The elements of a tensor that the engine's own kernels read and write. The kernels compute in
/// 32-bit floats.
protocol KernelElement: BitwiseCopyable {
    static var elementType: ElementType { get }
    /// The element nearest to `value`; of two, the even one.
    init(_ value: Float)
    /// The same number.
    var float: Float { get }
    /// The sixteen elements from `pointer` on.
    static func vector(at pointer: UnsafePointer<Self>) -> Vector
    /// Writes sixteen elements from `pointer` on, rounded as by `init`.
    static func store(_ vector: Vector, at pointer: UnsafeMutablePointer<Self>)
}

extension Float: KernelElement {
    static var elementType: ElementType { .float32 }

    @inline(__always)
    var float: Float { self }

    @inline(__always)
    static func vector(at pointer: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
    }

    @inline(__always)
    static func store(_ vector: Vector, at pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
    }
}

extension BFloat16: KernelElement {
    static var elementType: ElementType { .bfloat16 }

    @inline(__always)
    var float: Float { Float(self) }

    @inline(__always)
    static func vector(at pointer: UnsafePointer<BFloat16>) -> Vector {
        var halves = SIMD32<UInt16>.zero
        halves.oddHalf = UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<UInt16>.self)
        return unsafeBitCast(halves, to: Vector.self)
    }

    @inline(__always)
    static func store(_ vector: Vector, at pointer: UnsafeMutablePointer<BFloat16>) {
        let bits = unsafeBitCast(vector, to: SIMD16<Int32>.self)
        // Adding half of the last kept bit, or almost half, rounds to the nearest even number.
        let isOdd = (bits &>> 16) & 1
        var rounded = (bits &+ 0x7FFF &+ isOdd) &>> 16
        rounded.replace(with: (bits &>> 16) | 0x40, where: vector .!= vector)
        UnsafeMutableRawPointer(pointer).storeBytes(
            of: SIMD16<Int16>(truncatingIfNeeded: rounded), as: SIMD16<Int16>.self)
    }
}
