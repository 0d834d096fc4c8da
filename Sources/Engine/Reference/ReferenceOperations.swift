import Networks
import Tensors

/// The indices of elements of a row-major `[N, C, H, W]` tensor.
struct Index4 {
    let c: Int
    let h: Int
    let w: Int

    init(_ shape: Shape) { (c, h, w) = (shape[1], shape[2], shape[3]) }

    func callAsFunction(_ n: Int, _ c: Int, _ i: Int, _ j: Int) -> Int {
        ((n * self.c + c) * h + i) * w + j
    }
}

/// A convolution by its definition, summed in double precision.
struct ReferenceConvolution {
    private let window: Window

    init(_ window: Window) { self.window = window }

    func forward(_ x: Tensor, weight: Tensor, bias: Tensor?, _ shape: Shape) -> Tensor {
        let output = Index4(shape)
        var y = [Float](repeating: 0, count: shape.count)
        for n in 0..<shape[0] {
            for o in 0..<shape[1] {
                for i in 0..<shape[2] {
                    for j in 0..<shape[3] {
                        var sum = Double(bias?.values[o] ?? 0)
                        forEachTap(x.shape, weight.shape, n, o, i, j) { input, tap in
                            sum += Double(x.values[input]) * Double(weight.values[tap])
                        }
                        y[output(n, o, i, j)] = Float(sum)
                    }
                }
            }
        }
        return Tensor(y, shape: shape)
    }

    func backward(_ x: Tensor, weight: Tensor, _ dy: Tensor) -> (
        input: Tensor, weight: Tensor, bias: Tensor
    ) {
        let shape = dy.shape
        let output = Index4(shape)
        var dx = [Double](repeating: 0, count: x.count)
        var dw = [Double](repeating: 0, count: weight.count)
        var db = [Double](repeating: 0, count: shape[1])
        for n in 0..<shape[0] {
            for o in 0..<shape[1] {
                for i in 0..<shape[2] {
                    for j in 0..<shape[3] {
                        let gradient = Double(dy.values[output(n, o, i, j)])
                        db[o] += gradient
                        forEachTap(x.shape, weight.shape, n, o, i, j) { input, tap in
                            dx[input] += gradient * Double(weight.values[tap])
                            dw[tap] += gradient * Double(x.values[input])
                        }
                    }
                }
            }
        }
        return (
            Tensor(dx.map { Float($0) }, shape: x.shape),
            Tensor(dw.map { Float($0) }, shape: weight.shape),
            Tensor(db.map { Float($0) }, shape: [shape[1]])
        )
    }

    /// Calls `body` with the indices of the input and of the weight for each product in an output
    /// element. An output channel reads the input channels of its group.
    private func forEachTap(
        _ x: Shape, _ weight: Shape, _ n: Int, _ o: Int, _ i: Int, _ j: Int,
        _ body: (Int, Int) -> Void
    ) {
        let (input, tap) = (Index4(x), Index4(weight))
        let channels = weight[1]
        let first = o / (weight[0] / (x[1] / channels)) * channels
        for c in 0..<channels {
            for u in 0..<window.size {
                let row = i * window.stride + u - window.padding
                guard row >= 0, row < x[2] else { continue }
                for v in 0..<window.size {
                    let column = j * window.stride + v - window.padding
                    guard column >= 0, column < x[3] else { continue }
                    body(input(n, first + c, row, column), tap(o, c, u, v))
                }
            }
        }
    }
}

/// A linear layer, `y = x w' + b`, summed in double precision.
enum ReferenceLinear {
    static func forward(_ x: Tensor, weight: Tensor, bias: Tensor) -> Tensor {
        let (rows, features, outputs) = (x.shape[0], x.shape[1], weight.shape[0])
        var y = [Float](repeating: 0, count: rows * outputs)
        for n in 0..<rows {
            for o in 0..<outputs {
                var sum = Double(bias.values[o])
                for f in 0..<features {
                    sum +=
                        Double(x.values[n * features + f])
                        * Double(weight.values[o * features + f])
                }
                y[n * outputs + o] = Float(sum)
            }
        }
        return Tensor(y, shape: [rows, outputs])
    }

    static func backward(_ x: Tensor, weight: Tensor, _ dy: Tensor) -> (
        input: Tensor, weight: Tensor, bias: Tensor
    ) {
        let (rows, features, outputs) = (x.shape[0], x.shape[1], weight.shape[0])
        var dx = [Double](repeating: 0, count: x.count)
        var dw = [Double](repeating: 0, count: weight.count)
        var db = [Double](repeating: 0, count: outputs)
        for n in 0..<rows {
            for o in 0..<outputs {
                let gradient = Double(dy.values[n * outputs + o])
                db[o] += gradient
                for f in 0..<features {
                    dx[n * features + f] += gradient * Double(weight.values[o * features + f])
                    dw[o * features + f] += gradient * Double(x.values[n * features + f])
                }
            }
        }
        return (
            Tensor(dx.map { Float($0) }, shape: x.shape),
            Tensor(dw.map { Float($0) }, shape: weight.shape),
            Tensor(db.map { Float($0) }, shape: [outputs])
        )
    }
}

enum ReferenceSum {
    static func add(_ a: Tensor, _ b: Tensor) -> Tensor {
        Tensor(zip(a.values, b.values).map { $0 + $1 }, shape: a.shape)
    }
}

/// A max pooling; the first of several equal maxima gets the gradient.
struct ReferenceMaxPool {
    private let window: Window

    init(_ window: Window) { self.window = window }

    func forward(_ x: Tensor, _ shape: Shape) -> Tensor {
        Tensor(winners(x, shape).map { x.values[$0] }, shape: shape)
    }

    func backward(_ x: Tensor, _ dy: Tensor) -> Tensor {
        var dx = [Float](repeating: 0, count: x.count)
        for (output, winner) in winners(x, dy.shape).enumerated() {
            dx[winner] += dy.values[output]
        }
        return Tensor(dx, shape: x.shape)
    }

    private func winners(_ x: Tensor, _ shape: Shape) -> [Int] {
        let index = Index4(x.shape)
        var result: [Int] = []
        for n in 0..<shape[0] {
            for c in 0..<shape[1] {
                for i in 0..<shape[2] {
                    for j in 0..<shape[3] {
                        var best: Int?
                        for row in clipped(i, x.shape[2]) {
                            for column in clipped(j, x.shape[3]) {
                                let candidate = index(n, c, row, column)
                                if best.map({ x.values[candidate] > x.values[$0] }) ?? true {
                                    best = candidate
                                }
                            }
                        }
                        result.append(best ?? 0)
                    }
                }
            }
        }
        return result
    }

    private func clipped(_ output: Int, _ extent: Int) -> Range<Int> {
        let start = output * window.stride - window.padding
        return max(0, start)..<min(extent, start + window.size)
    }
}

enum ReferenceAdaptivePool {
    static func forward(_ x: Tensor, _ shape: Shape) -> Tensor {
        var y = [Float](repeating: 0, count: shape.count)
        forEachPixel(x.shape, shape) { pixel, cell, weight in
            y[cell] += x.values[pixel] * weight
        }
        return Tensor(y, shape: shape)
    }

    static func backward(_ shape: Shape, _ dy: Tensor) -> Tensor {
        var dx = [Float](repeating: 0, count: shape.count)
        forEachPixel(shape, dy.shape) { pixel, cell, weight in
            dx[pixel] += dy.values[cell] * weight
        }
        return Tensor(dx, shape: shape)
    }

    private static func forEachPixel(
        _ source: Shape, _ target: Shape, _ body: (Int, Int, Float) -> Void
    ) {
        let (pixel, cell) = (Index4(source), Index4(target))
        for n in 0..<target[0] {
            for c in 0..<target[1] {
                for i in 0..<target[2] {
                    let rows = AdaptiveWindow.range(i, of: target[2], over: source[2])
                    for j in 0..<target[3] {
                        let columns = AdaptiveWindow.range(j, of: target[3], over: source[3])
                        for row in rows {
                            for column in columns {
                                body(
                                    pixel(n, c, row, column), cell(n, c, i, j),
                                    1 / Float(rows.count * columns.count))
                            }
                        }
                    }
                }
            }
        }
    }
}

enum ReferenceDropout {
    /// - Parameter step: nil in inference, where dropout does nothing.
    static func apply(_ x: Tensor, _ mask: DropoutMask, _ step: TrainingStep?) -> Tensor {
        guard let step else { return x }
        return Tensor(shape: x.shape) { y in
            x.withUnsafeValues { x in
                guard let source = x.baseAddress, let target = y.baseAddress else { return }
                mask.apply(to: source, target, 0..<x.count, step)
            }
        }
    }
}
