internal import Networks
import Networks
internal import Tensors

/// The product of feature maps and a learned factor for each channel.
final class LayerScaleOperation: ParameterizedOperation {
    unowned let compilation: Compilation
    let index: Int
    private var factors: CompiledParameter?
    var pendingUpdates: [PendingUpdate] = []

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let (source, layout) = try pixels(input(0), .forward)
        let factors = try addParameter(0, .plain([layout.channels]))
        self.factors = factors
        let target = value(source.layout)
        setOutput(target)
        try addProducts(source, factors, target, layout, .forward)
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient(), let factors else { return }
        let (source, layout) = try pixels(inputForBackward(0), .backwardData)
        let gradient = try converted(incoming, to: source.layout, .backwardData)
        if factors.trains {
            let kernel = LayerScaleKernel(layout, threads: options.threads)
            let scratch = try value(.plain([kernel.scratchCount]))
            let sums = value(factors.entry.layout)
            call(
                .backwardWeights, layouts: source.layout.name, [source, gradient, scratch, sums]
            ) { binding in
                let (x, dy) = (binding.tensor(source), binding.tensor(gradient))
                let (scratch, sums) = (binding.pointer(scratch), binding.pointer(sums))
                return { kernel.sums(x, dy, scratch: scratch, sums) }
            }
            try setGradient(of: factors, sums)
        }
        if needsInputGradient {
            // Only now, since the sums need the gradient before the product.
            try addProducts(gradient, factors, gradient, layout, .backwardData)
            addInputGradient(gradient)
        }
        addUpdates()
    }

    private func addProducts(
        _ source: Value, _ factors: CompiledParameter, _ target: Value, _ layout: BlockedLayout,
        _ pass: Plan.Pass
    ) throws(EngineError) {
        let kernel = LayerScaleKernel(layout, threads: options.threads)
        let table = try value(.plain([kernel.tableCount]))
        call(
            pass, layouts: source.layout.name, [source, factors.value, table, target]
        ) { binding in
            let (x, y) = (binding.tensor(source), binding.tensor(target))
            let (factors, table) = (binding.pointer(factors.value), binding.pointer(table))
            return { kernel.forward(x, factors, table: table, y) }
        }
    }
}
