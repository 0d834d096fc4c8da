/// The layout of the transformed tiles and weights of one position.
enum WinogradOrder {
    /// Row-major matrices: tiles `[tiles, C]`, weights `[C, K]`.
    case rows
    /// Blocks of eight channels: tiles `[C / 8, tiles, 8]`, weights
    /// `[K / 8, C / 8, 8 of C, 8 of K]`.
    case blocks

    /// The size of a chunk in bytes of transformed values, and the smallest number of tiles:
    /// `sgemm` packs its operands, which is inefficient for few tiles.
    var chunk: (bytes: Int, tiles: Int) {
        switch self {
        case .rows: (8 << 20, 192)
        case .blocks: (2 << 20, 96)
        }
    }

    /// The distances in memory, in floats.
    struct Steps {
        let tile: Int
        /// The distance between pairs of groups of four channels, and between the groups of a pair.
        let (pair, group): (Int, Int)

        @inline(__always)
        func offset(tile index: Int, group number: Int) -> Int {
            index * tile + number / 2 * pair + number % 2 * group
        }
    }

    func steps(_ tiles: Int, channels: Int) -> Steps {
        switch self {
        case .rows: Steps(tile: channels, pair: 8, group: 4)
        case .blocks: Steps(tile: 8, pair: tiles * 8, group: 4)
        }
    }

    /// The offset of the weights from one input channel to four output channels.
    @inline(__always)
    func weightOffset(from input: Int, to output: Int, inputs: Int, outputs: Int) -> Int {
        switch self {
        case .rows: input * outputs + output
        case .blocks: (output / 8 * inputs + input) * 8 + output % 8
        }
    }
}
