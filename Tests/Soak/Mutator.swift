import Tensors

/// Damages files; what it does is a function of (seed, format, iteration).
package struct Mutator {
    private var random: RandomStream
    private let seeds: [[UInt8]]
    private let format: Format
    private static let longest = 1 << 18

    /// - Parameter seeds: the contents of whole files, at least one.
    package init(seed: UInt64, format: Format, iteration: Int, seeds: [[UInt8]]) {
        let number = Format.allCases.firstIndex(of: format) ?? 0
        random = RandomStream(seed: seed, purpose: .test, epoch: number, index: iteration)
        self.seeds = seeds
        self.format = format
    }

    /// One of the files after one, two or four changes.
    package mutating func next() -> [UInt8] {
        var bytes = pick(seeds)
        for _ in 0..<1 << random.nextInteger(below: 3) { change(&bytes) }
        if bytes.count > Self.longest { bytes.removeLast(bytes.count - Self.longest) }
        // A wrong checksum would end most readings at once.
        if format == .png, random.nextInteger(below: 4) > 0 { PNGChunks.repairChecksums(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes = pick(seeds) }
        let offset = random.nextInteger(below: bytes.count)
        switch random.nextInteger(below: 12) {
        case 0, 1: bytes[offset] ^= 1 << random.nextInteger(below: 8)
        case 2: bytes[offset] = UInt8(random.nextInteger(below: 256))
        case 3: bytes.removeLast(bytes.count - offset)
        case 4:
            bytes.insert(
                contentsOf: (0...random.nextInteger(below: 16)).map { _ in
                    UInt8(random.nextInteger(below: 256))
                }, at: offset)
        case 5: bytes.removeSubrange(chunk(of: bytes))
        case 6: repeatChunk(of: &bytes)
        case 7: swapChunks(of: &bytes)
        case 8, 9: putInteger(in: &bytes, at: offset)
        case 10: bytes.insert(contentsOf: pick(Self.tokens).utf8, at: offset)
        default: splice(&bytes, at: offset)
        }
    }

    private mutating func pick<T>(_ choices: [T]) -> T {
        choices[random.nextInteger(below: choices.count)]
    }

    /// A part of the file, more often short than long.
    private mutating func chunk(of bytes: [UInt8]) -> Range<Int> {
        let start = random.nextInteger(below: bytes.count)
        let length = 1 + random.nextInteger(below: 1 << random.nextInteger(below: 12))
        return start..<min(start + length, bytes.count)
    }

    private mutating func repeatChunk(of bytes: inout [UInt8]) {
        let range = chunk(of: bytes)
        let copies = 1 << random.nextInteger(below: 10)
        let fitting = min(copies, Self.longest / range.count)
        let repeated = Array(repeatElement(bytes[range], count: fitting).joined())
        bytes.insert(contentsOf: repeated, at: range.upperBound)
    }

    private mutating func swapChunks(of bytes: inout [UInt8]) {
        let (one, two) = (chunk(of: bytes), chunk(of: bytes))
        let (first, second) = one.lowerBound <= two.lowerBound ? (one, two) : (two, one)
        guard first.upperBound <= second.lowerBound else { return }
        let (early, late) = (Array(bytes[first]), Array(bytes[second]))
        bytes.replaceSubrange(second, with: early)
        bytes.replaceSubrange(first, with: late)
    }

    /// Writes an integer at the edge of what a reader may expect, in 1 to 8 bytes of either order.
    private mutating func putInteger(in bytes: inout [UInt8], at offset: Int) {
        let edges: [Int64] = [
            0, 1, -1, 2, -2, .max, .min, 0x7F, 0x80, 0x7FFF, 0x8000, 0xFFFF, 65500, 0x7FFF_FFFF,
            0x8000_0000, 0xFFFF_FFFF, 1 << 40, .max / 2 + 1, .max / 4 + 1, .max / 8 + 1,
        ]
        let size = Int64(bytes.count)
        let value = pick(edges + [size, size - 1, size + 1, size - Int64(offset)])
        let width = 1 << random.nextInteger(below: 4)
        let isBigEndian = random.nextInteger(below: 2) == 0
        for index in 0..<min(width, bytes.count - offset) {
            let shift = 8 * (isBigEndian ? width - 1 - index : index)
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> Int64(shift))
        }
    }

    /// Goes on with a part of another seed.
    private mutating func splice(_ bytes: inout [UInt8], at offset: Int) {
        let other = pick(seeds)
        let start = random.nextInteger(below: other.count)
        bytes.replaceSubrange(offset..., with: other[start...])
    }

    /// What JSON and pickles give a meaning to.
    private static let tokens = [
        "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\\ud800", "-", "1e308", "-1",
        "0.5e-9",
        "99999999999999999999", "null", "true", "\u{FEFF}", "ß", "{\"kind\":\"cosine\"}",
        "[[[[[[[[",
        "(", ")", ".", "0", "2", "N", "l.", "}u", "]e", "q\u{1}", "h\u{1}",
        "ctorch\nFloatStorage\n",
    ]
}
