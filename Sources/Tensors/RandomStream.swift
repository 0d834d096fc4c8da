import Foundation

/// The purpose of a random number. Streams with different purposes never overlap.
package enum RandomPurpose: UInt32, Sendable, CaseIterable {
    case initialization = 1
    case shuffle = 2
    case dropout = 3
    case augmentation = 4
    case phantom = 5
    case bootstrap = 6
    case test = 7
    case split = 8
    case mixing = 9
}

/// Random numbers as a pure function of (seed, purpose, epoch, index, position). There is no state
/// that a resumed, parallel or reordered run would have to restore.
///
/// The generator is Philox4x32-10 of Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3"
/// (SC 2011). The key is the seed (low word, high word); the counter is (position / 4, purpose,
/// epoch, index), and each block gives the values at positions `4 * block ..< 4 * block + 4`.
package struct RandomStream: Sendable, RandomNumberGenerator {
    private let key: SIMD2<UInt32>
    private let purpose: UInt32
    private let epoch: UInt32
    private let index: UInt32
    private var block: SIMD4<UInt32> = .zero
    /// The position of the next value of `nextWord()`.
    package private(set) var position: UInt64 = 0

    /// The stream of a seed, a purpose, an epoch from 0 and an index from 0, at position 0.
    package init(seed: UInt64, purpose: RandomPurpose, epoch: Int = 0, index: Int = 0) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.purpose = purpose.rawValue
        self.epoch = UInt32(truncatingIfNeeded: epoch)
        self.index = UInt32(truncatingIfNeeded: index)
    }

    /// The stream of a named object, such as a parameter; the index is the FNV-1a hash of the name.
    package init(seed: UInt64, purpose: RandomPurpose, epoch: Int = 0, name: String) {
        var hash: UInt32 = 0x811c_9dc5
        for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        self.init(seed: seed, purpose: purpose, epoch: epoch, index: Int(hash))
    }

    /// The four words of block `number`.
    @inline(__always)
    package func words(block number: UInt32) -> SIMD4<UInt32> {
        var (a, b, c, d) = (number, purpose, epoch, index)
        var (k0, k1) = (key.x, key.y)
        for _ in 0..<10 {
            let first = UInt64(0xD251_1F53) &* UInt64(a)
            let second = UInt64(0xCD9E_8D57) &* UInt64(c)
            (a, b, c, d) = (
                UInt32(truncatingIfNeeded: second >> 32) ^ b ^ k0,
                UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ d ^ k1,
                UInt32(truncatingIfNeeded: first)
            )
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return SIMD4(a, b, c, d)
    }

    /// The next 32 random bits.
    package mutating func nextWord() -> UInt32 {
        let lane = Int(position & 3)
        if lane == 0 { block = words(block: UInt32(truncatingIfNeeded: position >> 2)) }
        position += 1
        return block[lane]
    }

    /// The next 64 random bits: two words, the low one first.
    package mutating func next() -> UInt64 {
        let low = UInt64(nextWord())
        return low | UInt64(nextWord()) << 32
    }

    /// A uniform random number in [0, 1), a multiple of 2^-24; takes one word.
    package mutating func nextUniform() -> Float { Float(nextWord() >> 8) * 0x1p-24 }

    /// A uniform random number in [low, high), the ends of `range`; takes one word.
    package mutating func nextUniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + Double(nextUniform()) * (range.upperBound - range.lowerBound)
    }

    /// A standard normal random number by the method of Box and Muller; takes two words.
    package mutating func nextNormal() -> Double {
        let radius = (-2 * log(1 - Double(nextUniform()))).squareRoot()
        return radius * cos(2 * .pi * Double(nextUniform()))
    }

    /// A uniform random integer in `0..<bound`, by multiplication of one 32-bit word (Lemire); the
    /// bias is below bound / 2^32.
    package mutating func nextInteger(below bound: Int) -> Int {
        Int((UInt64(nextWord()) &* UInt64(bound)) >> 32)
    }

    /// The numbers `0..<count` in random order (Fisher and Yates).
    package mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, nextInteger(below: last + 1))
        }
        return order
    }

    /// Fills `buffer` with normal values of mean 0 and standard deviation `std`, by the method of
    /// Box and Muller from the two pairs of words of each block.
    package func fillNormal(_ buffer: UnsafeMutableBufferPointer<Float>, std: Double) {
        for number in 0..<(buffer.count + 3) / 4 {
            let uniform =
                SIMD4<Double>(words(block: UInt32(truncatingIfNeeded: number)) &>> 8) * 0x1p-24
            for pair in 0..<2 {
                let radius = std * (-2 * log(1 - uniform[2 * pair])).squareRoot()
                let angle = 2 * .pi * uniform[2 * pair + 1]
                let first = 4 * number + 2 * pair
                if first < buffer.count { buffer[first] = Float(radius * cos(angle)) }
                if first + 1 < buffer.count { buffer[first + 1] = Float(radius * sin(angle)) }
            }
        }
    }

    /// Fills `buffer` with uniform values in [-bound, bound), computed as `(2u - 1) * bound` in
    /// single precision.
    package func fillUniform(_ buffer: UnsafeMutableBufferPointer<Float>, bound: Float) {
        let blocks = (buffer.count + 3) / 4
        for number in 0..<blocks {
            let words = words(block: UInt32(truncatingIfNeeded: number))
            let uniform = SIMD4<Float>(words &>> 8) * 0x1p-24
            let scaled = (uniform * 2 - 1) * bound
            for lane in 0..<min(4, buffer.count - 4 * number) {
                buffer[4 * number + lane] = scaled[lane]
            }
        }
    }
}
