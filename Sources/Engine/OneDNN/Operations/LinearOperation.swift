internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A linear layer, with a ReLU in the same kernel where one follows.
final class LinearOperation: WeightedOperation {
    unowned let compilation: Compilation
    let index: Int
    private(set) var weight: CompiledParameter?
    private(set) var bias: CompiledParameter?
    var isGradientMasked = false
    var pendingUpdates: [PendingUpdate] = []
    /// The forward kernel, which the backward ones must match.
    private var forward: PrimitiveDescriptor?

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    /// The shape of the weight, `[outputs, features]`.
    var weightShape: Shape { graph.parameters[node.parameters[0]].shape }

    /// Adds the forward pass.
    ///
    /// The weights have the layout that the forward kernel prefers, which reads a large classifier
    /// three times as fast as row-major weights; the backward kernels take the same layout. A plain
    /// GEMM takes any order forward, but row-major weights backward, so these are row-major
    /// throughout.
    func addForward() throws(EngineError) {
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        let described = { (shapes: LinearShapes) throws(EngineError) in
            try shapes.forward(
                kind, PrimitiveAttributes(relu: self.node.relu), in: self.context,
                call: "linear \(self.node.name)")
        }
        var shapes = try LinearShapes(rows: node.shape[0], weightShape)
        var descriptor = try described(shapes)
        let source = try converted(input(0), to: shapes.source, .forward)
        if descriptor.isPlainMultiplication {
            // Its sums have another order for each number of rows.
            if !isTraining { return try addInference(source, shapes) }
            shapes = try LinearShapes(
                rows: node.shape[0], weightShape, layout: .plain(weightShape))
            descriptor = try described(shapes)
        }
        let weight = try addParameter(0, descriptor.layout(dnnl_query_weights_md))
        let bias = try addParameter(1, shapes.bias)
        (self.weight, self.bias) = (weight, bias)
        let target = value(shapes.target)
        setOutput(target)
        try call(
            descriptor, .forward, layouts: "nc, \(weight.value.layout.weightName) -> nc",
            [
                (DNNL_ARG_SRC, source), (DNNL_ARG_WEIGHTS, weight.value),
                (DNNL_ARG_BIAS, bias.value), (DNNL_ARG_DST, target),
            ])
        forward = descriptor
    }

    /// Adds the forward pass by a kernel that gives a row the same bits whatever other rows there
    /// are.
    private func addInference(_ source: Value, _ shapes: LinearShapes) throws(EngineError) {
        let (rows, relu) = (node.shape[0], node.relu)
        let bias = try addParameter(1, shapes.bias).value
        let target = value(shapes.target)
        setOutput(target)
        if let products = try LinearProducts(rows: rows, weightShape, relu: relu, in: context) {
            let weight = try addParameter(0, products.weight).value
            let source = try converted(source, to: products.source, .forward)
            let blocks = value(products.target)
            call(
                .forward, kernel: "study:linear",
                layouts:
                    "\(source.layout.name), \(weight.layout.weightName) -> \(blocks.layout.name)",
                [source, weight, bias, blocks]
            ) { [threads = options.threads] binding throws(EngineError) in
                try products.bound(
                    binding.pointer(source), weights: binding.pointer(weight),
                    bias: binding.pointer(bias), binding.pointer(blocks), threads: threads,
                    in: binding.context)
            }
            return try reorder(blocks, to: target, .forward)
        }
        let weight = try addParameter(0, .plain(weightShape)).value
        let kernel = LinearKernel(
            features: weightShape[1], outputs: weightShape[0], threads: options.threads)
        call(
            .forward, kernel: "study:linear", layouts: "nc, oi -> nc",
            [source, weight, bias, target]
        ) { binding in
            let (x, w) = (binding.pointer(source), binding.pointer(weight))
            let (b, y) = (binding.pointer(bias), binding.pointer(target))
            return { kernel.run(x, rows: rows, w, bias: b, relu: relu, y) }
        }
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        try addGradients(masked(incoming))
        addUpdates()
    }

    private func addGradients(_ incoming: Value) throws(EngineError) {
        let shapes = try LinearShapes(rows: node.shape[0], weightShape)
        let data = { () throws(EngineError) in
            try shapes.backwardData(
                self.forward, in: self.context, call: "linear \(self.node.name), backward by data")
        }
        if let slices = try slices() {
            // The updates come slice by slice, so whatever reads the weights comes first.
            if needsInputGradient { try addDataGradient(incoming, try data()) }
            try addWeightGradient(incoming, slices)
            return
        }
        try addGradients { () throws(EngineError) in
            let descriptor = try shapes.backwardWeights(
                forward, in: context, call: "linear \(node.name), backward by weights")
            try addWeightGradient(incoming, descriptor)
        } data: { () throws(EngineError) in
            try addDataGradient(incoming, try data())
        }
    }
}
