internal import Networks
internal import Tensors

/// The gradients with respect to the weight and the bias of a depthwise convolution. `dw[c, u, v]`
/// is the sum of `dy[n, c, i, j] x[n, c, i * stride + u - padding, j * stride + v - padding]`,
/// `db[c]` that of `dy`.
///
/// Each image and block of channels is summed separately, then the images in double precision, so
/// that the result does not depend on the number of threads.
struct DepthwiseWeightGradient {
    private let source: BlockedLayout
    private let target: BlockedLayout
    private let (height, width): (Int, Int)
    private let (rows, columns): (Int, Int)
    private let window: Window
    private let threads: Int

    /// - Parameters:
    ///   - source: the shape of the input, `[N, C, H, W]`; `target`: of the output.
    ///   - lanes: the number of contiguous channels of both.
    init(source: Shape, target: Shape, window: Window, lanes: Int, threads: Int) {
        self.source = BlockedLayout(
            images: source[0], channels: source[1], lanes: lanes, pixels: source[2] * source[3])
        self.target = BlockedLayout(
            images: target[0], channels: target[1], lanes: lanes, pixels: target[2] * target[3])
        (height, width) = (source[2], source[3])
        (rows, columns) = (target[2], target[3])
        self.window = window
        self.threads = threads
    }

    private var taps: Int { window.size * window.size }
    /// The number of sums of a channel: one for each tap, and one of the bias.
    private var sumCount: Int { taps + 1 }

    /// The size of the scratch space in floats.
    var scratchCount: Int { source.images * source.blocks * sumCount * source.lanes }

    /// - Parameters:
    ///   - count: the images that count.
    ///   - dw: `[C, 1, 1, KH, KW]`.
    ///   - db: `[C]`; nil: there is no bias.
    func run(
        _ x: TensorPointer, _ dy: TensorPointer, count: Int,
        scratch: UnsafeMutablePointer<Float>, _ dw: UnsafeMutablePointer<Float>,
        _ db: UnsafeMutablePointer<Float>?
    ) {
        let size = sumCount * source.lanes
        Parallel.forEach(count * source.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let sums = scratch + item * size
                sums.update(repeating: 0, count: size)
                for group in stride(from: 0, to: source.lanes, by: 4) {
                    switch x.type {
                    case .float32: add(x.values(of: Float.self), dy.values(), item, group, sums)
                    case .bfloat16:
                        add(x.values(of: BFloat16.self), dy.values(), item, group, sums)
                    }
                }
            }
        }
        for channel in 0..<source.channels {
            let (block, lane) = (channel / source.lanes, channel % source.lanes)
            for tap in 0..<(db == nil ? taps : sumCount) {
                var sum = 0.0
                for image in 0..<count {
                    let item = image * source.blocks + block
                    sum += Double(scratch[item * size + tap * source.lanes + lane])
                }
                if tap < taps {
                    dw[channel * taps + tap] = Float(sum)
                } else {
                    db?[channel] = Float(sum)
                }
            }
        }
    }

    /// Adds the products of four channels of an image, from channel `group` of the block on.
    private func add<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ dy: UnsafePointer<Element>, _ item: Int, _ group: Int,
        _ sums: UnsafeMutablePointer<Float>
    ) {
        let lanes = source.lanes
        let (x, dy) = (x + item * source.length + group, dy + item * target.length + group)
        var total = Float4.zero
        for i in 0..<rows {
            var sum = Float4.zero
            for j in 0..<columns { sum += Float4.four(dy + (i * columns + j) * lanes) }
            total += sum
        }
        total.store(sums + taps * lanes + group)
        for i in 0..<rows {
            for u in 0..<window.size {
                let row = i * window.stride + u - window.padding
                guard row >= 0, row < height else { continue }
                let (line, gradients) = (x + row * width * lanes, dy + i * columns * lanes)
                for v in 0..<window.size {
                    let offset = v - window.padding
                    // The outputs j with 0 <= j * stride + offset < width.
                    let first = offset >= 0 ? 0 : (-offset + window.stride - 1) / window.stride
                    let last = min(columns, (width - offset + window.stride - 1) / window.stride)
                    guard first < last else { continue }
                    var (sum, other) = (Float4.zero, Float4.zero)
                    var (from, gradient) = (
                        line + (first * window.stride + offset) * lanes, gradients + first * lanes
                    )
                    let step = window.stride * lanes
                    for _ in 0..<(last - first) / 2 {
                        sum += Float4.four(from) * Float4.four(gradient)
                        other += Float4.four(from + step) * Float4.four(gradient + lanes)
                        from += 2 * step
                        gradient += 2 * lanes
                    }
                    if (last - first) % 2 == 1 { sum += Float4.four(from) * Float4.four(gradient) }
                    let target = sums + (u * window.size + v) * lanes + group
                    (Float4.load(target) + sum + other).store(target)
                }
            }
        }
    }
}

extension Float4 {
    /// Four elements as 32-bit floats.
    @inline(__always)
    fileprivate static func four<Element: KernelElement>(
        _ pointer: UnsafePointer<Element>
    ) -> Float4 {
        if Element.self == Float.self {
            return UnsafeRawPointer(pointer).loadUnaligned(as: Float4.self)
        }
        return Float4(pointer[0].float, pointer[1].float, pointer[2].float, pointer[3].float)
    }
}
