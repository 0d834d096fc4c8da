internal import Tensors

/// The positions of the elements of tokens, `[N, C, T, 1]`, in memory.
struct TokenLayout {
    /// The distances between neighboring images, blocks of channels and tokens, in elements.
    private let image: Int
    private let block: Int
    private let token: Int
    /// The number of contiguous channels, which divides the number of channels.
    let lanes: Int

    /// - Parameters:
    ///   - shape: `[N, C, T, 1]`.
    ///   - lanes: the number of contiguous channels.
    init(_ shape: Shape, lanes: Int) {
        self.lanes = lanes
        image = shape[1] * shape[2]
        block = shape[2] * lanes
        token = lanes
    }

    @inline(__always)
    func offset(_ image: Int, channel: Int, token: Int) -> Int {
        image * self.image + channel / lanes * block + token * self.token + channel % lanes
    }
}
