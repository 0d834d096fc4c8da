internal import Networks
import Networks
internal import Tensors

/// Layer norm over the channels of each pixel.
final class LayerNormOperation: ParameterizedOperation {
    unowned let compilation: Compilation
    let index: Int
    private let epsilon: Double
    private var weight: CompiledParameter?
    private var bias: CompiledParameter?
    var pendingUpdates: [PendingUpdate] = []

    init(epsilon: Double, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.epsilon = epsilon
    }

    func addForward() throws(EngineError) {
        let (source, layout) = try pixels(input(0), .forward)
        let kernel = LayerNormKernel(layout, epsilon: epsilon, threads: options.threads)
        let weight = try addParameter(0, .plain([layout.channels]))
        let bias = try addParameter(1, .plain([layout.channels]))
        (self.weight, self.bias) = (weight, bias)
        let tables = try value(.plain([kernel.tableCount]))
        let target = value(source.layout)
        setOutput(target)
        call(
            .forward, layouts: source.layout.name,
            [source, weight.value, bias.value, tables, target]
        ) { binding in
            let (x, y) = (binding.tensor(source), binding.tensor(target))
            let (w, b) = (binding.pointer(weight.value), binding.pointer(bias.value))
            let tables = binding.pointer(tables)
            return { kernel.forward(x, weight: w, bias: b, tables: tables, y) }
        }
    }

    /// Adds the backward pass; the statistics are computed again.
    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient(), let weight, let bias else { return }
        let (source, layout) = try pixels(inputForBackward(0), .backwardData)
        let kernel = LayerNormKernel(layout, epsilon: epsilon, threads: options.threads)
        let gradient = try converted(incoming, to: source.layout, .backwardData)
        let tables = try value(.plain([kernel.tableCount]))
        let scratch = try value(.plain([kernel.scratchCount]))
        let (dw, db) = (value(weight.entry.layout), value(bias.entry.layout))
        call(
            .backwardWeights, layouts: source.layout.name,
            [source, gradient, weight.value, tables, scratch, dw, db]
        ) { binding in
            let (x, dy) = (binding.tensor(source), binding.tensor(gradient))
            let (w, tables) = (binding.pointer(weight.value), binding.pointer(tables))
            let scratch = binding.pointer(scratch)
            let (dw, db) = (binding.pointer(dw), binding.pointer(db))
            return {
                kernel.backward(
                    x, dy, weight: w, tables: tables, scratch: scratch, dy, dw: dw, db: db)
            }
        }
        try setGradient(of: weight, dw)
        try setGradient(of: bias, db)
        if needsInputGradient { addInputGradient(gradient) }
        addUpdates()
    }
}

extension CompiledOperation {
    /// The tensor in a layout whose pixels the kernels read, and this layout: blocks of channels,
    /// or row-major. With channels last, each pixel is an image of its own.
    func pixels(
        _ value: Value, _ pass: Plan.Pass
    ) throws(EngineError) -> (Value, BlockedLayout) {
        let shape = value.layout.shape
        let pixels = shape.count / (shape[0] * shape[1])
        let isChannelsLast = shape.rank == 2 || value.layout.name == "nhwc"
        if isChannelsLast, shape[1] % Vector.scalarCount == 0 {
            let source =
                shape.rank == 2
                ? try converted(value, to: .plain(shape, elementType), pass) : value
            return (
                source,
                BlockedLayout(
                    images: shape[0] * pixels, channels: shape[1], lanes: Vector.scalarCount,
                    pixels: 1)
            )
        }
        let lanes = ["nChw16c": 16, "nChw8c": 8][value.layout.name] ?? 1
        let source = try converted(value, to: Layout(shape, lanes: lanes, elementType), pass)
        return (
            source,
            BlockedLayout(images: shape[0], channels: shape[1], lanes: lanes, pixels: pixels)
        )
    }
}
