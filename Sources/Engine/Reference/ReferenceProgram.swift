import Networks
import Tensors
internal import Vocabulary

/// A network that the reference device interprets node by node, in the order of its `Graph`.
///
/// It does not use `FusedGraph`, so a mistake in the fusion of operations causes a difference
/// between the devices. `FusionTests` makes such mistakes intentionally and expects the comparison
/// of the devices to fail.
final class ReferenceProgram: Program {
    let graph: Graph
    private let needsGradient: ReferenceGradients
    private let options: CompileOptions
    private let weightedPrecision: ComputePrecision
    private var values: [String: Tensor]
    private var gradients: [String: Tensor] = [:]
    private var imageGradient: Tensor?
    private(set) var gradientNorm = 0.0
    private var slotValues: [String: [Tensor]] = [:]
    /// The moving averages; empty if there are none.
    private var averages: [String: Tensor] = [:]

    init(
        _ graph: Graph, _ options: CompileOptions, _ weightedPrecision: ComputePrecision
    ) {
        self.graph = graph
        self.weightedPrecision = weightedPrecision
        self.options = options
        needsGradient = ReferenceGradients(graph, options)
        values = Dictionary(
            uniqueKeysWithValues: graph.parameters.map {
                ($0.name, Tensor(repeating: 0, shape: $0.shape))
            })
        if case .training(_, let rule?) = options.mode {
            for parameter in graph.parameters {
                let zero = Tensor(repeating: 0, shape: parameter.shape)
                slotValues[parameter.name] = Array(repeating: zero, count: rule.slotCount)
                if options.updates.averageDecay != nil { averages[parameter.name] = zero }
            }
        }
    }

    var plan: Plan {
        Plan(
            entries: graph.nodes.dropFirst().map {
                Plan.Entry(
                    layer: $0.name, operation: $0.operation.name, pass: .forward,
                    layouts: "row-major",
                    kernel: "reference")
            })
    }

    var entrySeconds: [Double] { [] }

    func measure() {}

    func infer(_ batch: Batch) throws -> [Float] {
        let outputs = try forward(batch, step: nil)
        return Array(outputs[outputs.count - 1].values.prefix(batch.count * graph.outputWidth))
    }

    func train(_ batch: Batch, _ step: TrainingStep) throws -> LossResult {
        guard case .training(let loss, let rule) = options.mode else {
            throw EngineError.unsupported(layer: "input", reason: "compiled for inference")
        }
        let outputs = try forward(batch, step: step)
        let logits = outputs[outputs.count - 1]
        var gradient = Tensor(repeating: 0, shape: logits.shape)
        let value = logits.withUnsafeValues { logits in
            gradient.withUnsafeMutableValues { gradient -> LossResult in
                guard let logits = logits.baseAddress else {
                    return LossResult(mean: 0, weight: 0, correct: 0)
                }
                return loss.evaluate(
                    logits, classes: graph.outputShape[1], targets: batch.targets,
                    gradient: gradient.baseAddress)
            }
        }
        let earlier = step.group.isFirst ? [:] : gradients
        backward(outputs, gradient, batch.count, step)
        for (name, sum) in earlier {
            gradients[name] = gradients[name].map { ReferenceSum.add(sum, $0) }
        }
        gradientNorm = 0
        guard let rule, step.group.isLast else { return value }
        finishGradients(of: step.group)
        update(rule, step)
        updateAverages(step)
        return value
    }

    /// Turns sums of gradients into means over the batches of a group, and limits their norm.
    private func finishGradients(of group: BatchGroup) {
        let mean = 1 / Double(group.count)
        gradientNorm =
            mean
            * graph.parameters.reduce(0) { sum, parameter in
                (gradients[parameter.name]?.values ?? []).reduce(sum) {
                    $0 + Double($1) * Double($1)
                }
            }.squareRoot()
        let scale = Float(mean * options.updates.clipFactor(gradientNorm))
        guard scale != 1 else { return }
        gradients = gradients.mapValues { gradient in
            Tensor(gradient.values.map { $0 * scale }, shape: gradient.shape)
        }
    }

    private func updateAverages(_ step: TrainingStep) {
        guard let decay = options.updates.averageDecay else { return }
        for (index, parameter) in graph.parameters.enumerated() {
            guard let value = values[parameter.name], let average = averages[parameter.name],
                parameter.role != .weight || needsGradient.parameters[index]
            else { continue }
            let isCopied = step.update == 0 || parameter.role == .counter
            averages[parameter.name] = Tensor(
                zip(average.values, value.values).map {
                    UpdateOptions.average($0, $1, decay: isCopied ? 0 : decay)
                }, shape: value.shape)
        }
    }

    private func forward(_ batch: Batch, step: TrainingStep?) throws -> [Tensor] {
        let shape = graph.inputShape
        guard batch.count <= shape[0] else {
            throw EngineError.batchTooLarge(count: batch.count, capacity: shape[0])
        }
        let missing = (shape[0] - batch.count) * (shape.count / shape[0])
        let used = batch.values.prefix(shape.count - missing)
        var outputs = [
            stored(Tensor(used + [Float](repeating: 0, count: missing), shape: shape))
        ]
        for (index, node) in graph.nodes.enumerated().dropFirst() {
            let inputs = node.inputs.map { outputs[$0] }
            let output = forward(node, index, inputs, batch.count, step)
            // Logits are 32-bit floats.
            outputs.append(index == graph.nodes.count - 1 ? output : stored(output))
        }
        return outputs
    }

    private func forward(
        _ node: Graph.Node, _ index: Int, _ inputs: [Tensor], _ count: Int, _ step: TrainingStep?
    ) -> Tensor {
        let input = inputs[0]
        let parameters = parameters(of: node)
        switch node.operation {
        case .input: return input
        case .convolution(let window):
            return ReferenceConvolution(window).forward(
                input, weight: parameters[0], bias: parameters.count > 1 ? parameters[1] : nil,
                node.shape)
        case .linear:
            return ReferenceLinear.forward(input, weight: parameters[0], bias: parameters[1])
        case .activation(let activation):
            return ReferenceActivation(activation).forward(input)
        case .maxPool(let window): return ReferenceMaxPool(window).forward(input, node.shape)
        case .averagePool(let window):
            return ReferenceAveragePool(window).forward(input, node.shape)
        case .adaptiveAveragePool: return ReferenceAdaptivePool.forward(input, node.shape)
        case .dropout(let rate):
            return ReferenceDropout.apply(input, dropoutMask(rate, at: index), step)
        case .flatten: return input.reshaped(to: node.shape)
        case .layerNorm(let epsilon):
            return ReferenceLayerNorm(epsilon, parameters).forward(input)
        case .layerScale: return ReferenceLayerScale.forward(input, factors: parameters[0])
        case .tokens:
            return ReferenceTokens.forward(
                input, classToken: parameters[0], positions: parameters[1], node.shape)
        case .attention(let heads): return ReferenceAttention(heads, input.shape).forward(input)
        case .classToken: return ReferenceTokens.first(input)
        case .add: return ReferenceSum.add(inputs[0], inputs[1])
        case .scale: return ReferenceScale.forward(input, factors: inputs[1])
        case .stochasticDepth(let rate):
            guard let step else { return input }
            return ReferenceScale.images(input, imageMask(rate, at: index), step)
        case .slice(let range):
            return ReferenceChannels(Array(range)).forward(input)
        case .shuffle(let groups):
            return ReferenceChannels(shuffling: input.shape[1], groups: groups).forward(input)
        case .concatenate: return ReferenceConcatenation.join(inputs, node.shape)
        case .batchNorm(let settings):
            let norm = ReferenceBatchNorm(settings, parameters)
            guard step != nil else { return norm.forward(input, norm.runningStatistics) }
            let statistics = ReferenceBatchNorm.statistics(of: input, count: count)
            for (index, value) in zip(
                node.parameters.dropFirst(2), norm.updatedStatistics(statistics))
            {
                values[graph.parameters[index].name] = value
            }
            return norm.forward(input, statistics)
        }
    }

    /// True if the logits are those of a linear layer that computes in 32-bit floats.
    private var readsExactGradient: Bool {
        guard case .linear? = graph.nodes.last?.operation else { return false }
        return weightedPrecision == .fp32
    }

    private func backward(
        _ outputs: [Tensor], _ gradient: Tensor, _ count: Int, _ step: TrainingStep
    ) {
        var incoming: [Tensor?] = Array(repeating: nil, count: outputs.count)
        incoming[outputs.count - 1] = readsExactGradient ? gradient : stored(gradient)
        for index in graph.nodes.indices.reversed() {
            let node = graph.nodes[index]
            guard needsGradient.nodes[index], let dy = incoming[index] else { continue }
            if index == 0 {
                imageGradient = dy
                continue
            }
            let inputs = node.inputs.map { outputs[$0] }
            let gradients = inputGradients(of: node, index, inputs, dy, count, step)
            for (target, dx) in zip(node.inputs, gradients.map(stored)) {
                incoming[target] = incoming[target].map { stored(ReferenceSum.add($0, dx)) } ?? dx
            }
        }
    }

    /// The gradient with respect to each input; stores the gradients with respect to the
    /// parameters.
    private func inputGradients(
        of node: Graph.Node, _ index: Int, _ inputs: [Tensor], _ dy: Tensor, _ count: Int,
        _ step: TrainingStep
    ) -> [Tensor] {
        let input = inputs[0]
        let parameters = parameters(of: node)
        switch node.operation {
        case .input: return []
        case .convolution(let window):
            let result = ReferenceConvolution(window).backward(input, weight: parameters[0], dy)
            keep([result.weight, result.bias], of: node)
            return [result.input]
        case .linear:
            let result = ReferenceLinear.backward(input, weight: parameters[0], dy)
            keep([result.weight, result.bias], of: node)
            return [result.input]
        case .activation(let activation):
            return [ReferenceActivation(activation).backward(input, dy)]
        case .maxPool(let window): return [ReferenceMaxPool(window).backward(input, dy)]
        case .averagePool(let window): return [ReferenceAveragePool(window).backward(input, dy)]
        case .adaptiveAveragePool: return [ReferenceAdaptivePool.backward(input.shape, dy)]
        case .dropout(let rate):
            return [ReferenceDropout.apply(dy, dropoutMask(rate, at: index), step)]
        case .flatten: return [dy.reshaped(to: input.shape)]
        case .layerNorm(let epsilon):
            let result = ReferenceLayerNorm(epsilon, parameters).backward(input, dy)
            keep([result.weight, result.bias], of: node)
            return [result.input]
        case .layerScale:
            let result = ReferenceLayerScale.backward(input, factors: parameters[0], dy)
            keep([result.factors], of: node)
            return [result.input]
        case .tokens:
            let result = ReferenceTokens.backward(input.shape, dy)
            keep([result.classToken, result.positions], of: node)
            return [result.input]
        case .attention(let heads):
            return [ReferenceAttention(heads, input.shape).backward(input, dy)]
        case .classToken: return [ReferenceTokens.firstBackward(input.shape, dy)]
        case .add: return [dy, dy]
        case .scale: return ReferenceScale.backward(input, factors: inputs[1], dy)
        case .stochasticDepth(let rate):
            return [ReferenceScale.images(dy, imageMask(rate, at: index), step)]
        case .slice(let range):
            return [ReferenceChannels(Array(range)).backward(input.shape, dy)]
        case .shuffle(let groups):
            return [
                ReferenceChannels(shuffling: input.shape[1], groups: groups)
                    .backward(input.shape, dy)
            ]
        case .concatenate: return ReferenceConcatenation.split(dy, inputs.map(\.shape))
        case .batchNorm(let settings):
            let result = ReferenceBatchNorm(settings, parameters).backward(
                input, ReferenceBatchNorm.statistics(of: input, count: count), count: count, dy)
            keep([result.weight, result.bias], of: node)
            return [result.input]
        }
    }

    /// The parameters of a node, as its operation reads them: the weights of convolutions and
    /// linear layers of a bfloat16 network in `weightedPrecision`.
    private func parameters(of node: Graph.Node) -> [Tensor] {
        var parameters = node.parameters.compactMap { values[graph.parameters[$0].name] }
        switch node.operation {
        case .convolution, .linear:
            if weightedPrecision == .bf16 { parameters[0] = stored(parameters[0]) }
            if parameters[0].shape.rank == 2, case .convolution = node.operation {
                let shape = parameters[0].shape
                parameters[0] = parameters[0].reshaped(to: [shape[0], shape[1], 1, 1])
            }
        default: break
        }
        return parameters
    }

    /// The tensor in the number format of activations and of their gradients.
    private func stored(_ tensor: Tensor) -> Tensor {
        switch options.precision {
        case .fp32: tensor
        case .bf16: Tensor(tensor.values.map(\.roundedToBFloat16), shape: tensor.shape)
        }
    }

    private func keep(_ tensors: [Tensor], of node: Graph.Node) {
        for (index, tensor) in zip(node.parameters, tensors) where needsGradient.parameters[index] {
            let parameter = graph.parameters[index]
            gradients[parameter.name] = tensor.reshaped(to: parameter.shape)
        }
    }

    private func dropoutMask(_ rate: Double, at index: Int) -> DropoutMask {
        DropoutMask(rate: rate, layer: graph.nodes[..<index].map(\.operation).dropoutCount)
    }

    private func imageMask(_ rate: Double, at index: Int) -> ImageMask {
        ImageMask(rate: rate, layer: graph.nodes[..<index].map(\.operation).dropoutCount)
    }

    private func update(_ rule: any OptimizerStep, _ step: TrainingStep) {
        for (name, gradient) in gradients {
            guard var weights = values[name], var slots = slotValues[name] else { continue }
            let rate =
                options.backbone.contains(name) ? step.backboneLearningRate : step.learningRate
            let pointers = slots.indices.map { index -> UnsafeMutablePointer<Float> in
                let pointer = UnsafeMutablePointer<Float>.allocate(capacity: gradient.count)
                slots[index].withUnsafeValues { values in
                    for (offset, value) in values.enumerated() { pointer[offset] = value }
                }
                return pointer
            }
            defer { for pointer in pointers { pointer.deallocate() } }
            // An optimizer step without slots still needs a valid address.
            let addresses =
                pointers.isEmpty
                ? [UnsafeMutablePointer(bitPattern: 64)].compactMap { $0 } : pointers
            weights.withUnsafeMutableValues { weights in
                gradient.withUnsafeValues { gradients in
                    addresses.withUnsafeBufferPointer { slots in
                        guard let w = weights.baseAddress, let g = gradients.baseAddress,
                            let slots = slots.baseAddress
                        else { return }
                        rule.update(
                            ParameterSlice(
                                weights: w, gradients: g, slots: slots, range: 0..<gradient.count,
                                rank: gradient.shape.rank),
                            learningRate: rate,
                            step: step.update - (options.trainsSince[name] ?? 0) + 1)
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
        if averages[name] != nil { averages[name] = value }
    }

    func average(of name: String) throws -> Tensor { try averages[name] ?? parameter(name) }

    func setAverage(of name: String, to value: Tensor) throws {
        let old = try parameter(name)
        guard old.shape == value.shape else {
            throw EngineError.shape(parameter: name, expected: old.shape, got: value.shape)
        }
        if averages[name] != nil { averages[name] = value }
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
        for parameter in graph.parameters {
            try setParameter(parameter.name, to: source.average(of: parameter.name))
        }
    }
}
