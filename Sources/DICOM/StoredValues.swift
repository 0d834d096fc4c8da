/// The samples of an image as integers, in 16 or 32 bits each.
package struct StoredValues: Sendable, Hashable {
    /// The bit patterns; negative values are in two's complement of the same width.
    enum Patterns: Sendable, Hashable {
        case narrow([UInt16])
        case wide([UInt32])
    }

    var patterns: Patterns
    /// True if the patterns are in two's complement.
    package let isSigned: Bool

    init(_ patterns: Patterns, isSigned: Bool) {
        self.patterns = patterns
        self.isSigned = isSigned
    }

    /// The number of samples.
    package var count: Int {
        switch patterns {
        case .narrow(let values): values.count
        case .wide(let values): values.count
        }
    }

    /// The sample at an index.
    package subscript(index: Int) -> Int {
        switch patterns {
        case .narrow(let values): Self.value(of: values[index], isSigned)
        case .wide(let values): Self.value(of: values[index], isSigned)
        }
    }

    static func value(of pattern: UInt16, _ isSigned: Bool) -> Int {
        isSigned ? Int(Int16(bitPattern: pattern)) : Int(pattern)
    }

    static func value(of pattern: UInt32, _ isSigned: Bool) -> Int {
        isSigned ? Int(Int32(bitPattern: pattern)) : Int(pattern)
    }

    /// The least and the greatest sample; 0 to 0 if there are none.
    var extent: ClosedRange<Int> {
        switch patterns {
        case .narrow(let values):
            // Patterns ordered as their values.
            let offset: UInt16 = isSigned ? 0x8000 : 0
            var (least, greatest) = (UInt16.max, UInt16.min)
            for pattern in values {
                least = min(least, pattern ^ offset)
                greatest = max(greatest, pattern ^ offset)
            }
            guard least <= greatest else { return 0...0 }
            return Self.value(
                of: least ^ offset, isSigned)...Self.value(
                    of: greatest ^ offset, isSigned)
        case .wide(let values):
            let all = values.lazy.map { Self.value(of: $0, isSigned) }
            guard let least = all.min(), let greatest = all.max() else { return 0...0 }
            return least...greatest
        }
    }

    /// The values of a function of the samples. For samples of 16 bits, it is called once for each
    /// value from the least to the greatest.
    func map(_ function: (Int) -> UInt16) -> [UInt16] {
        switch patterns {
        case .wide(let values): return values.map { function(Self.value(of: $0, isSigned)) }
        case .narrow(let values):
            let extent = extent
            let table = extent.map(function)
            return values.map { table[Self.value(of: $0, isSigned) - extent.lowerBound] }
        }
    }

    /// The samples with the bits above the lowest `bits` replaced by copies of the sign bit, or by
    /// zeros for unsigned samples.
    func limited(to bits: Int) -> StoredValues {
        var copy = self
        switch patterns {
        case .narrow(let values) where bits < 16:
            let shift = UInt16(16 - bits)
            copy.patterns = .narrow(
                isSigned
                    ? values.map {
                        UInt16(bitPattern: Int16(bitPattern: $0 << shift) >> Int16(shift))
                    }
                    : values.map { ($0 << shift) >> shift })
        case .wide(let values) where bits < 32:
            let shift = UInt32(32 - bits)
            copy.patterns = .wide(
                isSigned
                    ? values.map {
                        UInt32(bitPattern: Int32(bitPattern: $0 << shift) >> Int32(shift))
                    }
                    : values.map { ($0 << shift) >> shift })
        default: break
        }
        return copy
    }
}
