import Networks
import Tensors

/// A network that the reference device interprets.
final class ReferenceProgram: Program {
    let graph: Graph
    private let fused: FusedGraph
    private let options: CompileOptions
    private var values: [String: Tensor]
    private var gradients: [String: Tensor] = [:]
    private var imageGradient: Tensor?
    private var slotValues: [String: [Tensor]] = [:]

    init(_ graph: Graph, _ options: CompileOptions) {
        self.graph = graph
        self.options = options
        fused = FusedGraph(graph, options)
        values = Dictionary(
            uniqueKeysWithValues: graph.parameters.map {
                ($0.name, Tensor(repeating: 0, shape: $0.shape))
            })
        if case .training(_, let rule?) = options.mode {
            for parameter in graph.parameters {
                let zero = Tensor(repeating: 0, shape: parameter.shape)
                slotValues[parameter.name] = Array(repeating: zero, count: rule.slotCount)
            }
        }
    }

    var plan: Plan {
        Plan(
            entries: fused.nodes.dropFirst().map {
                Plan.Entry(
                    layer: $0.name, operation: $0.label, pass: .forward, layouts: "row-major",
                    kernel: "reference")
            })
    }

    var entrySeconds: [Double] { [] }

    func measure() {}

    func infer(_ images: ImageBatch) throws -> [Float] {
        let outputs = try forward(images, step: nil)
        return Array(outputs[outputs.count - 1].values.prefix(images.count * graph.outputShape[1]))
    }

    func train(_ images: ImageBatch, labels: [Int32], _ step: TrainingStep) throws -> LossValue {
        guard case .training(let loss, let rule) = options.mode else {
            throw EngineError.unsupported(layer: "input", reason: "compiled for inference")
        }
        let outputs = try forward(images, step: step)
        let logits = outputs[outputs.count - 1]
        var slope = Tensor(repeating: 0, shape: logits.shape)
        let value = logits.withUnsafeValues { logits in
            slope.withUnsafeMutableValues { slope -> LossValue in
                guard let logits = logits.baseAddress else {
                    return LossValue(mean: 0, weight: 0, correct: 0)
                }
                return loss.evaluate(
                    logits, classes: graph.outputShape[1], labels: labels,
                    gradient: slope.baseAddress)
            }
        }
        backward(outputs, slope, step)
        if let rule { update(rule, step) }
        return value
    }

    private func forward(_ images: ImageBatch, step: TrainingStep?) throws -> [Tensor] {
        let shape = graph.inputShape
        guard images.count <= shape[0] else {
            throw EngineError.batchTooLarge(count: images.count, capacity: shape[0])
        }
        let missing = (shape[0] - images.count) * (shape.count / shape[0])
        let used = images.values.prefix(shape.count - missing)
        var outputs = [Tensor(used + [Float](repeating: 0, count: missing), shape: shape)]
        for (index, node) in fused.nodes.enumerated().dropFirst() {
            let input = outputs[node.inputs[0]]
            let parameters = parameters(of: node)
            var output =
                switch node.operation {
                case .input: input
                case .convolution(let window):
                    ReferenceConvolution(window).forward(
                        input, weight: parameters[0], bias: parameters[1], node.shape)
                case .linear:
                    ReferenceLinear.forward(input, weight: parameters[0], bias: parameters[1])
                case .relu: ReferenceReLU.forward(input)
                case .maxPool(let window):
                    ReferenceMaxPool(window).forward(input, node.shape)
                case .adaptiveAveragePool: ReferenceAdaptivePool.forward(input, node.shape)
                case .dropout(let rate):
                    ReferenceDropout.apply(
                        input, DropoutMask(rate: rate, layer: fused.ordinalOfDropout(index)), step)
                case .flatten: input.reshaped(to: node.shape)
                }
            if node.relu { output = ReferenceReLU.forward(output) }
            outputs.append(output)
        }
        return outputs
    }

    private func backward(_ outputs: [Tensor], _ slope: Tensor, _ step: TrainingStep) {
        var incoming: [Tensor?] = Array(repeating: nil, count: outputs.count)
        incoming[outputs.count - 1] = slope
        for index in fused.nodes.indices.reversed() {
            let node = fused.nodes[index]
            guard node.needsGradient, var dy = incoming[index] else { continue }
            if index == 0 {
                imageGradient = dy
                continue
            }
            let input = outputs[node.inputs[0]]
            if node.relu { dy = ReferenceReLU.backward(outputs[index], dy) }
            let dx: Tensor
            switch node.operation {
            case .input: continue
            case .convolution(let window):
                let result = ReferenceConvolution(window).backward(
                    input, weight: parameters(of: node)[0], dy)
                keep([result.weight, result.bias], of: node)
                dx = result.input
            case .linear:
                let result = ReferenceLinear.backward(input, weight: parameters(of: node)[0], dy)
                keep([result.weight, result.bias], of: node)
                dx = result.input
            case .relu: dx = ReferenceReLU.backward(outputs[index], dy)
            case .maxPool(let window): dx = ReferenceMaxPool(window).backward(input, dy)
            case .adaptiveAveragePool: dx = ReferenceAdaptivePool.backward(input.shape, dy)
            case .dropout(let rate):
                dx = ReferenceDropout.apply(
                    dy, DropoutMask(rate: rate, layer: fused.ordinalOfDropout(index)), step)
            case .flatten: dx = dy.reshaped(to: input.shape)
            }
            let target = node.inputs[0]
            incoming[target] = incoming[target].map { ReferenceSum.add($0, dx) } ?? dx
        }
    }

    private func parameters(of node: FusedGraph.Node) -> [Tensor] {
        node.parameters.compactMap { values[graph.parameters[$0].name] }
    }

    private func keep(_ tensors: [Tensor], of node: FusedGraph.Node) {
        for (position, tensor) in tensors.enumerated() where node.trains[position] {
            gradients[graph.parameters[node.parameters[position]].name] = tensor
        }
    }

    private func update(_ rule: any UpdateRule, _ step: TrainingStep) {
        for (name, gradient) in gradients {
            guard var weights = values[name], var slots = slotValues[name] else { continue }
            let pointers = slots.indices.map { index -> UnsafeMutablePointer<Float> in
                let pointer = UnsafeMutablePointer<Float>.allocate(capacity: gradient.count)
                slots[index].withUnsafeValues { values in
                    for (offset, value) in values.enumerated() { pointer[offset] = value }
                }
                return pointer
            }
            defer { for pointer in pointers { pointer.deallocate() } }
            // A rule without slots still gets a valid address.
            let places =
                pointers.isEmpty
                ? [UnsafeMutablePointer(bitPattern: 64)].compactMap { $0 } : pointers
            weights.withUnsafeMutableValues { weights in
                gradient.withUnsafeValues { gradients in
                    places.withUnsafeBufferPointer { slots in
                        guard let w = weights.baseAddress, let g = gradients.baseAddress,
                            let slots = slots.baseAddress
                        else { return }
                        rule.update(
                            UpdateElements(
                                weights: w, gradients: g, slots: slots, range: 0..<gradient.count),
                            learningRate: step.learningRate, step: step.number + 1)
                    }
                }
            }
            for (index, pointer) in pointers.enumerated() {
                slots[index] = Tensor(
                    Array(UnsafeBufferPointer(start: pointer, count: gradient.count)),
                    shape: gradient.shape)
            }
            values[name] = weights
            slotValues[name] = slots
        }
    }

    func setParameter(_ name: String, to value: Tensor) throws {
        guard let old = values[name] else { throw EngineError.unknownParameter(name) }
        guard old.shape == value.shape else {
            throw EngineError.shape(parameter: name, expected: old.shape, got: value.shape)
        }
        values[name] = value
    }

    func parameter(_ name: String) throws -> Tensor {
        guard let value = values[name] else { throw EngineError.unknownParameter(name) }
        return value
    }

    func gradient(of name: String) throws -> Tensor? { gradients[name] }

    func inputGradient() throws -> Tensor? { imageGradient }

    func slots(of name: String) throws -> [Tensor] { slotValues[name] ?? [] }

    func setSlots(of name: String, to values: [Tensor]) throws { slotValues[name] = values }

    func refreshParameters() throws {
        guard let source = options.sharing else { return }
        try load(source.parameters())
    }
}
