internal import CDNNL
internal import Networks
import Networks

/// An activation that is not fused to another operation.
final class ActivationOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int
    private let activation: Activation

    init(_ activation: Activation, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.activation = activation
    }

    func addForward() throws(EngineError) {
        let source = input(0)
        let target = value(source.layout)
        setOutput(target)
        if activation == .relu { return try addReLU(source, target) }
        let kernel = kernel(source)
        call(.forward, layouts: source.layout.name, [source, target]) { binding in
            let (x, y) = (binding.tensor(source), binding.tensor(target))
            return { kernel.forward(x, y) }
        }
    }

    private func addReLU(_ source: Value, _ target: Value) throws(EngineError) {
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        let attributes = try PrimitiveAttributes()
        let descriptor = try PrimitiveDescriptor("relu \(node.name)") {
            study_eltwise_forward_create(
                $0, context.engine, kind, dnnl_eltwise_relu, source.layout.handle,
                attributes.handle)
        }
        try call(
            descriptor, .forward, layouts: source.layout.name,
            [(DNNL_ARG_SRC, source), (DNNL_ARG_DST, target)])
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        if activation == .relu {
            return addInputGradient(try maskedByReLU(incoming, of: output))
        }
        let source = inputForBackward(0)
        let gradient = try converted(incoming, to: source.layout, .backwardData)
        let kernel = kernel(source)
        call(.backwardData, layouts: source.layout.name, [source, gradient]) { binding in
            let (x, dy) = (binding.tensor(source), binding.tensor(gradient))
            return { kernel.backward(x, dy, dy) }
        }
        addInputGradient(gradient)
    }

    private func kernel(_ source: Value) -> ActivationKernel {
        ActivationKernel(
            activation: activation, count: source.layout.elementCount, threads: options.threads)
    }
}

extension CompiledOperation {
    /// The gradient with respect to the value before the ReLU that is fused to the node; the same
    /// gradient if there is none.
    func maskedByFusedReLU(_ incoming: Value) throws(EngineError) -> Value {
        node.relu ? try maskedByReLU(incoming, of: output) : incoming
    }

    /// Sets the gradient to zero, in place, where the output of a ReLU is not positive.
    func maskedByReLU(_ incoming: Value, of target: Value) throws(EngineError) -> Value {
        let gradient = try converted(incoming, to: target.layout, .backwardData)
        let algorithm = dnnl_eltwise_relu_use_dst_for_bwd
        let attributes = try PrimitiveAttributes()
        let call = "relu \(node.name), backward"
        let forward = try PrimitiveDescriptor(call) {
            study_eltwise_forward_create(
                $0, context.engine, dnnl_forward_training, algorithm, target.layout.handle,
                attributes.handle)
        }
        let descriptor = try PrimitiveDescriptor(call) {
            study_eltwise_backward_create(
                $0, context.engine, algorithm, target.layout.handle, forward.handle,
                attributes.handle)
        }
        try self.call(
            descriptor, operation: "relu", .backwardData, layouts: target.layout.name,
            [
                (DNNL_ARG_DST, target), (DNNL_ARG_DIFF_DST, gradient),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        return gradient
    }
}
