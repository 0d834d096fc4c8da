/// How the transformed tiles and weights of a place lie.
enum WinogradOrder {
    /// Tiles are rows of all channels, weights `[C, K]`.
    case rows
    /// Blocks of eight channels: tiles `[C / 8, tiles, 8]`, weights
    /// `[K / 8, C / 8, 8 of C, 8 of K]`.
    case blocks

    /// Bytes of transformed values that go through together, and the least tiles: `sgemm` packs
    /// what it multiplies, which few tiles do not pay for.
    var chunk: (bytes: Int, tiles: Int) {
        switch self {
        case .rows: (8 << 20, 192)
        case .blocks: (2 << 20, 96)
        }
    }

    /// Floats from one to the next.
    struct Steps {
        let tile: Int
        /// Between pairs of quads, and within a pair.
        let (pair, quad): (Int, Int)

        @inline(__always)
        func offset(tile index: Int, quad number: Int) -> Int {
            index * tile + number / 2 * pair + number % 2 * quad
        }
    }

    func steps(_ tiles: Int, channels: Int) -> Steps {
        switch self {
        case .rows: Steps(tile: channels, pair: 8, quad: 4)
        case .blocks: Steps(tile: 8, pair: tiles * 8, quad: 4)
        }
    }

    /// Where the weights from one channel to four lie.
    @inline(__always)
    func weightOffset(from input: Int, to output: Int, inputs: Int, outputs: Int) -> Int {
        switch self {
        case .rows: input * outputs + output
        case .blocks: (output / 8 * inputs + input) * 8 + output % 8
        }
    }
}
