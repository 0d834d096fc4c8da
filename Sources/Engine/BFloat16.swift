/// A number with the exponent of a `Float` and 8 significant bits: the upper half of a `Float`.
struct BFloat16: BitwiseCopyable, Sendable {
    /// Sign, exponent and fraction.
    var bitPattern: UInt16

    /// The number nearest to `value`; of two, the even one. NaN stays NaN.
    @inline(__always)
    init(_ value: Float) {
        let bits = value.bitPattern
        bitPattern =
            value.isNaN
            ? UInt16(truncatingIfNeeded: bits &>> 16) | 0x40
            : UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ ((bits &>> 16) & 1)) &>> 16)
    }
}

extension Float {
    /// The same number.
    @inline(__always)
    init(_ value: BFloat16) {
        self.init(bitPattern: UInt32(value.bitPattern) &<< 16)
    }

    /// The nearest `BFloat16`, as a `Float`.
    @inline(__always)
    var roundedToBFloat16: Float { Float(BFloat16(self)) }
}
