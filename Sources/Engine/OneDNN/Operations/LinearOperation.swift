internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A linear layer, with a following ReLU in the same kernel.
final class LinearOperation: WeightedOperation {
    unowned let compilation: Compilation
    let index: Int
    private(set) var weight: CompiledParameter?
    private(set) var bias: CompiledParameter?
    var isGradientMasked = false
    var pendingUpdates: [PendingUpdate] = []
    /// The forward kernel, which the backward ones must match.
    private var forward: PrimitiveDescriptor?
    /// The number format that all passes compute in, set by the forward pass.
    private(set) var type = ElementType.float32

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    /// The shape of the weight, `[outputs, features]`.
    var weightShape: Shape { graph.parameters[node.parameters[0]].shape }

    /// Adds the forward pass.
    ///
    /// The weights have the layout that the forward kernel prefers, which reads a large classifier
    /// three times as fast as row-major weights; the backward kernels support the same layout. A
    /// plain GEMM supports any order in the forward pass, but only row-major weights in the
    /// backward pass, so its weights are row-major.
    func addForward() throws(EngineError) {
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        let described = { (shapes: LinearShapes) throws(EngineError) in
            try shapes.forward(
                kind, PrimitiveAttributes(activation: self.node.activation), in: self.context,
                call: "linear \(self.node.name)")
        }
        // In inference, one choice for all batch sizes: an image has the same result in each.
        let pass = isTraining ? "\(node.shape[0]) rows, training" : "inference"
        type = try fasterType("linear \(weightShape), \(pass), \(options.threads) threads") {
            type throws(EngineError) in try kernels(kind, type)
        }
        var shapes = try shapes(type)
        var descriptor = try described(shapes)
        let source = try converted(input(0), to: shapes.source, .forward)
        if descriptor.isGEMM, type == .float32 {
            // The order of the sums of a GEMM depends on the number of rows.
            if !isTraining { return try addInference(source, shapes) }
            shapes = try LinearShapes(
                rows: node.shape[0], weightShape, layout: .plain(weightShape))
            descriptor = try described(shapes)
        }
        forward = descriptor
        let (weight, read) = try addWeight(descriptor.layout(dnnl_query_weights_md)) {
            () throws(EngineError) in
            try LinearShapes(rows: node.shape[0], weightShape, type).backwardWeights(
                descriptor, in: context, call: "linear \(node.name), backward by weights"
            ).layout(dnnl_query_diff_weights_md)
        }
        let bias = try addParameter(1, shapes.bias)
        (self.weight, self.bias) = (weight, bias)
        let target = value(shapes.target)
        try call(
            descriptor, .forward, layouts: "nc, \(read.layout.weightName) -> nc",
            [
                (DNNL_ARG_SRC, source), (DNNL_ARG_WEIGHTS, read), (DNNL_ARG_BIAS, bias.value),
                (DNNL_ARG_DST, target),
            ])
        try setRoundedOutput(target)
    }

    /// Sets the output: logits are 32-bit floats, other outputs have the network's number format.
    private func setRoundedOutput(_ target: Value) throws(EngineError) {
        setOutput(isLast ? target : try rounded(target, .forward))
    }

    /// True if the output is the logits.
    private var isLast: Bool { index == fused.nodes.count - 1 }

    private func shapes(_ type: ElementType) throws(EngineError) -> LinearShapes {
        try LinearShapes(
            rows: node.shape[0], weightShape, type, targetType: isLast ? .float32 : type)
    }

    /// oneDNN's kernels of all passes in a number format.
    private func kernels(
        _ kind: dnnl_prop_kind_t, _ type: ElementType
    ) throws(EngineError) -> [(Plan.Pass, PrimitiveDescriptor)] {
        let call = "linear \(node.name)"
        let forward = try shapes(type).forward(
            kind, PrimitiveAttributes(activation: node.activation), in: context, call: call)
        guard isTraining else { return [(.forward, forward)] }
        let shapes = try LinearShapes(rows: node.shape[0], weightShape, type)
        var kernels: [(Plan.Pass, PrimitiveDescriptor)] = [(.forward, forward)]
        if needsInputGradient {
            kernels.append(
                (.backwardData, try shapes.backwardData(forward, in: context, call: call)))
        }
        if node.trains.contains(true) {
            kernels.append(
                (.backwardWeights, try shapes.backwardWeights(forward, in: context, call: call)))
        }
        return kernels
    }

    /// Adds the forward pass with a kernel whose result for a row does not depend on the other
    /// rows.
    private func addInference(_ source: Value, _ shapes: LinearShapes) throws(EngineError) {
        let (rows, relu) = (node.shape[0], node.relu)
        let bias = try addParameter(1, shapes.bias).value
        let target = value(shapes.target)
        if let pointwise = try PointwiseLinear(rows: rows, weightShape, relu: relu, in: context) {
            let weight = try addParameter(0, pointwise.weight).value
            let source = try converted(source, to: pointwise.source, .forward)
            let blocks = value(pointwise.target)
            call(
                .forward, kernel: "study:linear",
                layouts:
                    "\(source.layout.name), \(weight.layout.weightName) -> \(blocks.layout.name)",
                [source, weight, bias, blocks]
            ) { [threads = options.threads] binding throws(EngineError) in
                try pointwise.bound(
                    binding.pointer(source), weights: binding.pointer(weight),
                    bias: binding.pointer(bias), binding.pointer(blocks), threads: threads,
                    in: binding.context)
            }
            try reorder(blocks, to: target, .forward)
            return try setRoundedOutput(target)
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
        try setRoundedOutput(target)
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        try addGradients(masked(incoming))
        addUpdates()
    }

    private func addGradients(_ incoming: Value) throws(EngineError) {
        let shapes = try LinearShapes(rows: node.shape[0], weightShape, type)
        let data = { () throws(EngineError) in
            try shapes.backwardData(
                self.forward, in: self.context, call: "linear \(self.node.name), backward by data")
        }
        if let slices = try slices() {
            // Weights are updated slice by slice, so the pass that reads them comes first.
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
