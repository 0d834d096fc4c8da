/// Numbers in half precision (IEEE 754 binary16).
package enum HalfPrecision {
    /// Converts `count` numbers to single precision, exactly and with the payload of NaN.
    ///
    /// Processors without F16C have no instruction for the conversion, and a function call per
    /// number is slow. This loop uses only integer operations and selections, which every vector
    /// unit supports. It avoids arithmetic with subnormal numbers, since threads of the engine may
    /// treat them as zero.
    /// - Parameter source: little-endian, not necessarily aligned.
    package static func widen(
        _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, count: Int
    ) {
        for index in 0..<count {
            let half = UInt32(
                source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
            let (exponent, rest) = (half & 0x7C00, (half & 0x7FFF) << 13)
            // The bias of the exponent increases by 112; an exponent of all ones (infinity and NaN)
            // stays all ones.
            let offset: UInt32 = exponent == 0x7C00 ? 0x7000_0000 : 0x3800_0000
            // A subnormal half 2^-14 * m is computed as 2^-14 * (1 + m) - 2^-14.
            let smallest: UInt32 = 0x3880_0000
            let small = Float(bitPattern: rest &+ smallest) - Float(bitPattern: smallest)
            let magnitude = exponent == 0 ? small.bitPattern : rest &+ offset
            target[index] = Float(bitPattern: magnitude | (half & 0x8000) << 16)
        }
    }
}
