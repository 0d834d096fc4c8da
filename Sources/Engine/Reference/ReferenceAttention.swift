import Foundation
import Networks
import Tensors

/// Self-attention by its definition, in double precision.
struct ReferenceAttention {
    private let heads: Int
    private let images: Int
    private let channels: Int
    private let tokens: Int

    /// - Parameter shape: the input, `[N, 3 * C, T, 1]`.
    init(_ heads: Int, _ shape: Shape) {
        self.heads = heads
        (images, channels, tokens) = (shape[0], shape[1] / 3, shape[2])
    }

    private var width: Int { channels / heads }
    private var scale: Double { 1 / Double(width).squareRoot() }

    func forward(_ x: Tensor) -> Tensor {
        var y = [Float](repeating: 0, count: images * channels * tokens)
        forEachHead { image, head in
            let probabilities = probabilities(x, image, head)
            for k in 0..<width {
                for t in 0..<tokens {
                    let sum = (0..<tokens).reduce(0.0) { sum, u in
                        sum + probabilities[t][u] * Double(x.values[input(image, 2, head, k, u)])
                    }
                    y[output(image, head, k, t)] = Float(sum)
                }
            }
        }
        return Tensor(y, shape: [images, channels, tokens, 1])
    }

    func backward(_ x: Tensor, _ dy: Tensor) -> Tensor {
        var dx = [Double](repeating: 0, count: x.count)
        forEachHead { image, head in
            let probabilities = probabilities(x, image, head)
            for t in 0..<tokens {
                var gradients = [Double](repeating: 0, count: tokens)
                for k in 0..<width {
                    let gradient = Double(dy.values[output(image, head, k, t)])
                    for u in 0..<tokens {
                        let value = input(image, 2, head, k, u)
                        dx[value] += probabilities[t][u] * gradient
                        gradients[u] += gradient * Double(x.values[value])
                    }
                }
                let mean = zip(gradients, probabilities[t]).reduce(0) { $0 + $1.0 * $1.1 }
                for u in 0..<tokens {
                    let score = probabilities[t][u] * (gradients[u] - mean) * scale
                    for k in 0..<width {
                        let (query, key) = (
                            input(image, 0, head, k, t), input(image, 1, head, k, u)
                        )
                        dx[query] += score * Double(x.values[key])
                        dx[key] += score * Double(x.values[query])
                    }
                }
            }
        }
        return Tensor(dx.map { Float($0) }, shape: x.shape)
    }

    /// The weight of each token for each token.
    private func probabilities(_ x: Tensor, _ image: Int, _ head: Int) -> [[Double]] {
        (0..<tokens).map { t in
            let scores = (0..<tokens).map { u in
                (0..<width).reduce(0.0) { sum, k in
                    sum + Double(x.values[input(image, 0, head, k, t)])
                        * Double(x.values[input(image, 1, head, k, u)])
                } * scale
            }
            let largest = scores.max() ?? 0
            let exponentials = scores.map { exp($0 - largest) }
            let sum = exponentials.reduce(0, +)
            return exponentials.map { $0 / sum }
        }
    }

    /// The index of an element of the queries (part 0), keys or values.
    private func input(_ image: Int, _ part: Int, _ head: Int, _ k: Int, _ token: Int) -> Int {
        ((image * 3 + part) * channels + head * width + k) * tokens + token
    }

    private func output(_ image: Int, _ head: Int, _ k: Int, _ token: Int) -> Int {
        (image * channels + head * width + k) * tokens + token
    }

    private func forEachHead(_ body: (_ image: Int, _ head: Int) -> Void) {
        for image in 0..<images { for head in 0..<heads { body(image, head) } }
    }
}

/// The conversion of patches to tokens, and the choice of the first token.
enum ReferenceTokens {
    static func forward(
        _ x: Tensor, classToken: Tensor, positions: Tensor, _ shape: Shape
    ) -> Tensor {
        let (channels, tokens) = (shape[1], shape[2])
        var y: [Float] = []
        for row in 0..<shape[0] * channels {
            let channel = row % channels
            for token in 0..<tokens {
                let value =
                    token == 0
                    ? classToken.values[channel] : x.values[row * (tokens - 1) + token - 1]
                y.append(value + positions.values[token * channels + channel])
            }
        }
        return Tensor(y, shape: shape)
    }

    static func backward(
        _ shape: Shape, _ dy: Tensor
    ) -> (input: Tensor, classToken: Tensor, positions: Tensor) {
        let (channels, tokens) = (dy.shape[1], dy.shape[2])
        var dx: [Float] = []
        var sums = [Double](repeating: 0, count: tokens * channels)
        for row in 0..<dy.shape[0] * channels {
            let values = dy.values[row * tokens..<(row + 1) * tokens]
            dx += values.dropFirst()
            for (token, value) in values.enumerated() {
                sums[token * channels + row % channels] += Double(value)
            }
        }
        let positions = sums.map { Float($0) }
        return (
            Tensor(dx, shape: shape),
            Tensor(Array(positions.prefix(channels)), shape: [1, 1, channels]),
            Tensor(positions, shape: [1, tokens, channels])
        )
    }

    static func first(_ x: Tensor) -> Tensor {
        let tokens = x.shape[2]
        return Tensor(
            stride(from: 0, to: x.count, by: tokens).map { x.values[$0] },
            shape: [x.shape[0], x.shape[1]])
    }

    static func firstBackward(_ shape: Shape, _ dy: Tensor) -> Tensor {
        var dx = [Float](repeating: 0, count: shape.count)
        for (row, gradient) in dy.values.enumerated() { dx[row * shape[2]] = gradient }
        return Tensor(dx, shape: shape)
    }
}
