internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The slices of a linear layer's outputs whose weights are contiguous in memory.
struct LinearSlices {
    /// The number of outputs in each slice.
    let width: Int
    let count: Int
    /// The weights of one slice.
    let layout: Layout
    let descriptor: PrimitiveDescriptor

    /// The largest size of a slice's weights in bytes, such that the gradient stays in the cache
    /// until the update reads it.
    static let maximumBytes = 8 << 20
}

extension LinearOperation {
    /// The slices in which the gradient with respect to the weights is computed. Each slice is used
    /// by the update while it is in the cache, so the whole gradient never exists. Nil for small
    /// layers, and if gradients are kept.
    func slices() throws(EngineError) -> LinearSlices? {
        guard case .training(_, _?) = options.mode, !options.updates.isDeferred,
            node.trains == [true, true]
        else { return nil }
        let shape = weightShape
        let whole = compiledWeight.value.layout
        let rowBytes = shape[1] * MemoryLayout<Float>.stride
        // The width of the widest blocks of oneDNN's layouts.
        let block = 64
        let widths = stride(from: block, to: shape[0], by: block).filter {
            shape[0] % $0 == 0 && $0 * rowBytes <= LinearSlices.maximumBytes
        }
        guard let width = widths.last, let layout = try whole.slice([width, shape[1]]),
            layout.bytes * (shape[0] / width) == whole.bytes
        else { return nil }
        let shapes = try LinearShapes(
            rows: node.shape[0], [width, shape[1]], type,
            layout: type == .float32 ? layout : nil, gradient: layout)
        guard
            let descriptor = try ifAvailable({ () throws(EngineError) in
                let forward = try shapes.forward(
                    dnnl_forward_training, PrimitiveAttributes(), in: context,
                    call: "linear \(node.name), slice")
                return try shapes.backwardWeights(
                    forward, in: context, call: "linear \(node.name), slice, backward by weights")
            }),
            !descriptor.kernel.contains("ref")
        else { return nil }
        return LinearSlices(
            width: width, count: shape[0] / width, layout: layout, descriptor: descriptor)
    }

    /// Adds the gradient with respect to the weights and the updates, slice by slice.
    func addWeightGradient(_ incoming: Value, _ slices: LinearSlices) throws(EngineError) {
        guard let bias else { preconditionFailure("a linear layer without a bias") }
        let (rows, outputs, width) = (node.shape[0], node.shape[1], slices.width)
        let source = try converted(
            inputForBackward(0), to: .plain([rows, weightShape[1]], type), .backwardWeights)
        let incoming = try converted(
            incoming, to: .plain(node.shape, type), .backwardWeights)
        for slice in 0..<slices.count {
            let target = try value(.plain([rows, width], type))
            let first = slice * width
            call(
                operation: "slice", .backwardWeights, layouts: "nc", [incoming, target]
            ) { binding in
                let (dy, slice) = (binding.tensor(incoming), binding.tensor(target).base)
                let bytes = dy.type.bytes
                return {
                    for row in 0..<rows {
                        (slice + row * width * bytes).copyMemory(
                            from: dy.base + (row * outputs + first) * bytes,
                            byteCount: width * bytes)
                    }
                }
            }
            let gradients = (weight: value(slices.layout), bias: try value(.plain([width])))
            try call(
                slices.descriptor, operation: node.operation.name, .backwardWeights,
                layouts: "nc, nc -> \(gradients.weight.layout.weightName)",
                [
                    (DNNL_ARG_SRC, source), (DNNL_ARG_DIFF_DST, target),
                    (DNNL_ARG_DIFF_WEIGHTS, gradients.weight),
                    (DNNL_ARG_DIFF_BIAS, gradients.bias),
                ])
            let elements = slices.layout.bytes / MemoryLayout<Float>.stride
            try setGradient(
                of: compiledWeight, gradients.weight,
                range: slice * elements..<(slice + 1) * elements)
            try setGradient(of: bias, gradients.bias, range: first..<first + width)
            addUpdates()
        }
    }
}
