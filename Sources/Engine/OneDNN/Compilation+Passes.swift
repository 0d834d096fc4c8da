internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// Adds all steps of the forward pass.
    func addForward() throws(EngineError) {
        for index in fused.nodes.indices {
            let node = fused.nodes[index]
            switch node.operation {
            case .input: break
            case .convolution(let window): try addConvolution(window, at: index)
            case .linear: try addLinear(at: index)
            case .relu: try addReLU(at: index)
            case .maxPool(let window): try addPool(window, .max, at: index)
            case .averagePool(let window): try addPool(window, .average, at: index)
            case .adaptiveAveragePool(let height, let width):
                try addAdaptivePool(height: height, width: width, at: index)
            case .dropout(let rate): try addDropout(rate: rate, at: index)
            case .flatten: try addFlatten(at: index)
            case .batchNorm(let settings): try addBatchNorm(settings, at: index)
            case .add: try addSum(at: index)
            case .concatenate: try addConcatenation(at: index)
            }
        }
    }

    /// The last node's output, row-major.
    func plainOutput() throws(EngineError) -> Value {
        let last = fused.nodes.count - 1
        return try converted(
            output(last), to: .plain(fused.nodes[last].shape), fused.nodes[last], .forward)
    }

    /// Adds the backward pass from the gradient by the logits, and the updates.
    func addBackward() throws(EngineError) {
        for index in fused.nodes.indices.reversed() {
            let node = fused.nodes[index]
            guard node.needsGradient else { continue }
            try finishDeferredGradient(of: index)
            if case .batchNorm(let settings) = node.operation {
                try addBatchNormGradient(settings, at: index)
                addUpdates()
                continue
            }
            guard index > 0, let incoming = try incomingGradient(of: index) else { continue }
            switch node.operation {
            case .input, .batchNorm: break
            case .convolution(let window): try addConvolutionGradient(window, at: index, incoming)
            case .linear: try addLinearGradient(at: index, incoming)
            case .relu: try addReLUGradient(at: index, incoming)
            case .maxPool(let window): try addPoolGradient(window, .max, at: index, incoming)
            case .averagePool(let window):
                try addPoolGradient(window, .average, at: index, incoming)
            case .adaptiveAveragePool(let height, let width):
                try addAdaptivePoolGradient(height: height, width: width, at: index, incoming)
            case .dropout(let rate): try addDropoutGradient(rate: rate, at: index, incoming)
            case .flatten: try addFlattenGradient(at: index, incoming)
            case .add: try addSumGradient(at: index, incoming)
            case .concatenate: try addConcatenationGradient(at: index, incoming)
            }
            addUpdates()
        }
    }

    /// Adds the loss of the logits and its gradient; returns the logits.
    func addLoss(_ loss: any LossFunction) -> Value {
        let index = fused.nodes.count - 1
        let node = fused.nodes[index]
        let logits = output(index)
        let gradient = value(logits.layout)
        gradients[index] = [gradient]
        let (state, classes, batch) = (state, node.shape[1], node.shape[0])
        call(node, operation: "loss", .forward, layouts: "nc", [logits, gradient]) { binding in
            let (values, slope) = (binding.pointer(logits), binding.pointer(gradient))
            return {
                state.loss = loss.evaluate(
                    values, classes: classes, targets: state.targets, gradient: slope)
                let rows = state.targets.count
                (slope + rows * classes).update(repeating: 0, count: (batch - rows) * classes)
            }
        }
        return logits
    }

    /// The gradient by the images, row-major, where it was asked for.
    func imageGradient() throws(EngineError) -> Value? {
        guard options.inputGradient, let gradient = try incomingGradient(of: 0) else {
            return nil
        }
        let node = fused.nodes[0]
        return try converted(gradient, to: .plain(node.shape), node, .backwardData)
    }

    private func addFlatten(at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let source = output(node.inputs[0])
        var plain = try converted(source, to: .plain(source.layout.shape), node, .forward)
        plain.layout = try .plain(node.shape)
        outputs[index] = plain
    }

    private func addFlattenGradient(at index: Int, _ incoming: Value) throws(EngineError) {
        let node = fused.nodes[index]
        var gradient = try converted(incoming, to: .plain(node.shape), node, .backwardData)
        gradient.layout = try .plain(fused.nodes[node.inputs[0]].shape)
        gradients[node.inputs[0]].append(gradient)
    }
}
