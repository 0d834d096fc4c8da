internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A 5x5 convolution as a 3x3 convolution over four shifted copies of its input, which Winograd
/// kernels compute in less time. The window is split into four parts of 3 x 3, with zeros in the
/// last row and column.
///
/// Part (r, c) has the taps `(3 r + u, 3 c + v)`; its copy contains `x[i + 3 r - 1, j + 3 c - 1]`
/// at (i, j), where i and j start at -1, and zeros outside the image, so the kernel needs no
/// padding.
struct SplitConvolution {
    static let parts = [(0, 0), (0, 1), (1, 0), (1, 1)]

    /// The shape of the input, `[N, C, H, W]`; `copies` is the shape of the four copies, `[N, 4 C,
    /// H + 2, W + 2]`.
    let input: Shape
    var copies: Shape { [input[0], 4 * input[1], input[2] + 2, input[3] + 2] }
    let threads: Int

    /// The weights `[O, 4 C, 3, 3]` for 5x5 weights `[O, C, 5, 5]`.
    static func weights(_ weight: Tensor) -> Tensor {
        let (outputs, channels) = (weight.shape[0], weight.shape[1])
        let shape: Shape = [outputs, 4 * channels, 3, 3]
        var values = [Float](repeating: 0, count: shape.count)
        for output in 0..<outputs {
            for (part, (r, c)) in parts.enumerated() {
                for channel in 0..<channels {
                    let source = (output * channels + channel) * 25
                    let target = ((output * 4 + part) * channels + channel) * 9
                    for u in 0..<3 where 3 * r + u < 5 {
                        for v in 0..<3 where 3 * c + v < 5 {
                            values[target + u * 3 + v] =
                                weight.values[source + (3 * r + u) * 5 + 3 * c + v]
                        }
                    }
                }
            }
        }
        return Tensor(values, shape: shape)
    }

    /// Writes the four copies; both tensors have the layout `nChw16c`.
    func copy(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>) {
        let lanes = Vector.scalarCount
        let blocks = input[1] / lanes
        let (height, width) = (input[2], input[3])
        let count = input[0] * 4 * blocks
        Parallel.forEach(count, grain: 1, threads: threads) { items in
            for item in items {
                let (image, rest) = (item / (4 * blocks), item % (4 * blocks))
                let (r, c) = Self.parts[rest / blocks]
                let x = x + (image * blocks + rest % blocks) * height * width * lanes
                let y = y + item * (height + 2) * (width + 2) * lanes
                y.update(repeating: 0, count: (height + 2) * (width + 2) * lanes)
                // Row i of the copy is row i + 3 r - 2 of the image; columns likewise, by 3 c - 2.
                let columns = max(0, 2 - 3 * c)..<min(width + 2, width + 2 - 3 * c)
                for row in max(0, 2 - 3 * r)..<min(height + 2, height + 2 - 3 * r) {
                    let source =
                        ((row + 3 * r - 2) * width + columns.lowerBound + 3 * c - 2) * lanes
                    let target = (row * (width + 2) + columns.lowerBound) * lanes
                    (y + target).update(from: x + source, count: columns.count * lanes)
                }
            }
        }
    }
}

/// The weights of a `SplitConvolution`, derived from those of the network.
final class SplitWeights: DerivedWeights {
    let memory: Allocation
    private let weight: ParameterStore.Entry
    private let layout: Layout

    init(_ weight: ParameterStore.Entry, layout: Layout) throws(EngineError) {
        self.weight = weight
        self.layout = layout
        memory = try Allocation(bytes: layout.bytes)
    }

    var bytes: Int { memory.bytes }

    func update(in store: ParameterStore) throws(EngineError) {
        let tensor = try store.tensor(weight.memory, of: weight)
        try store.write(SplitConvolution.weights(tensor), to: memory, layout)
    }
}

extension ConvolutionOperation {
    /// Adds a 5x5 convolution in inference with four copies of its input.
    /// - Returns: false if oneDNN has no Winograd kernel for it.
    func addSplitConvolution() throws(EngineError) -> Bool {
        let source = input(0)
        let shape = source.layout.shape
        guard !isTraining, elementType == .float32, groups.count == 1,
            window == Window(size: 5, stride: 1, padding: 2), node.norm == nil,
            node.addend == nil, node.parameters.count == 2, shape[1] % Vector.scalarCount == 0
        else { return false }
        let split = SplitConvolution(input: shape, threads: options.threads)
        let layouts = (
            source: try Layout(shape, lanes: Vector.scalarCount),
            copies: try Layout(split.copies, lanes: Vector.scalarCount)
        )
        let shapes = try ConvolutionShapes(
            source: layouts.copies, weight: [node.shape[1], split.copies[1], 3, 3],
            target: node.shape, Window(size: 3))
        let attributes = try PrimitiveAttributes(activation: node.activation)
        guard
            let descriptor = try ifAvailable({ () throws(EngineError) in
                try shapes.forward(
                    dnnl_convolution_auto, attributes, in: context,
                    call: "convolution \(node.name)")
            }),
            descriptor.kernel.contains("wino"),
            descriptor.layout(dnnl_query_src_md) == layouts.copies
        else { return false }
        let x = try converted(source, to: layouts.source, .forward)
        let copies = value(layouts.copies)
        call(
            operation: "four copies", .forward, layouts: layouts.copies.name, [x, copies]
        ) { binding in
            let (x, y) = (binding.pointer(x), binding.pointer(copies))
            return { split.copy(x, to: y) }
        }
        let parameter = graph.parameters[node.parameters[0]]
        let weights = try SplitWeights(
            try store.add(parameter, store.sharedLayout(of: parameter)),
            layout: descriptor.layout(dnnl_query_weights_md))
        store.add(weights)
        let target = value(descriptor.layout(dnnl_query_dst_md))
        setOutput(target)
        try call(
            descriptor, .forward,
            layouts: "\(layouts.copies.name) -> \(target.layout.name)",
            [
                (DNNL_ARG_SRC, copies),
                (
                    DNNL_ARG_WEIGHTS,
                    value(
                        descriptor.layout(dnnl_query_weights_md), pinnedAt: weights.memory.pointer)
                ),
                (DNNL_ARG_BIAS, try addParameter(1, .plain([node.shape[1]])).value),
                (DNNL_ARG_DST, target),
            ])
        return true
    }
}
