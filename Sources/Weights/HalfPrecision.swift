/// Numbers of half precision (IEEE 754 binary16).
package enum HalfPrecision {
    /// Widens `count` numbers from `source` on: exactly, with the payload of a NaN.
    ///
    /// Processors before F16C have no instruction for it, and a call for each number is slow; this
    /// loop is of integer operations and selections, which any vector unit has. Nothing subnormal
    /// is computed with, for the engine's threads may treat that as zero.
    /// - Parameter source: little-endian, not necessarily aligned.
    package static func widen(
        _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, count: Int
    ) {
        for index in 0..<count {
            let half = UInt32(
                source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
            let (exponent, rest) = (half & 0x7C00, (half & 0x7FFF) << 13)
            // The exponent's bias grows by 112; that of infinity and NaN, all ones, stays all ones.
            let offset: UInt32 = exponent == 0x7C00 ? 0x7000_0000 : 0x3800_0000
            // 2^-14 * (1 + m) - 2^-14 where the half is 2^-14 * m.
            let smallest: UInt32 = 0x3880_0000
            let small = Float(bitPattern: rest &+ smallest) - Float(bitPattern: smallest)
            let magnitude = exponent == 0 ? small.bitPattern : rest &+ offset
            target[index] = Float(bitPattern: magnitude | (half & 0x8000) << 16)
        }
    }
}
