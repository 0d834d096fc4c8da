internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// Adds the updates that wait for the gradients of all parameters, and the moving averages of
    /// the parameters.
    func addDeferredUpdates() throws(EngineError) {
        guard case .training(_, _?) = options.mode else { return }
        let updating = operations.reversed().compactMap { $0 as? any ParameterizedOperation }
        if options.updates.clipNorm != nil {
            for operation in updating { operation.addGradientNorms() }
            addClipping()
        }
        for operation in updating { operation.addPendingUpdates() }
        if let decay = options.updates.averageDecay { try addAverages(decay: decay) }
    }

    /// Adds the computation of the factor that limits the norm of the gradient.
    private func addClipping() {
        let (state, updates) = (state, options.updates)
        call(
            fused.nodes[fused.nodes.count - 1], operation: "norm of the gradient", .update,
            layouts: "", []
        ) { _ in
            {
                guard state.step.group.isLast else { return }
                // The sums are those of all batches of the group.
                let mean = 1 / Double(state.step.group.count)
                state.squaredGradients *= mean * mean
                let factor = updates.clipFactor(state.squaredGradients.squareRoot())
                state.gradientScale = Float(mean * factor)
            }
        }
    }

    /// Adds the moving averages of all parameters that change in training.
    private func addAverages(decay: Double) throws(EngineError) {
        for node in fused.nodes where !node.parameters.isEmpty {
            var averages: [MovingAverage] = []
            for (position, index) in node.parameters.enumerated() {
                let parameter = graph.parameters[index]
                guard parameter.role != .weight || node.trains[position] else { continue }
                let entry = try store.entry(parameter.name)
                let average = try Allocation(bytes: entry.layout.bytes)
                entry.average = average
                averages.append(
                    MovingAverage(
                        values: entry.memory, average: average, count: entry.elements,
                        decay: parameter.role == .counter ? 0 : decay))
            }
            if averages.isEmpty { continue }
            let (state, threads, all) = (state, options.threads, averages)
            call(node, operation: "moving average", .update, layouts: "", []) { _ in
                {
                    guard state.step.group.isLast else { return }
                    let isFirst = state.step.update == 0
                    for average in all { average.update(isFirst: isFirst, threads: threads) }
                }
            }
        }
    }
}

/// The moving average of a parameter in memory.
private struct MovingAverage {
    let values: Allocation
    let average: Allocation
    let count: Int
    let decay: Double

    private static let grain = 4096

    /// - Parameter isFirst: true at the first update, after which the average is the value.
    func update(isFirst: Bool, threads: Int) {
        let decay = isFirst ? 0 : decay
        let values = values.pointer.assumingMemoryBound(to: Float.self)
        let average = average.pointer.assumingMemoryBound(to: Float.self)
        Parallel.forEach(count, grain: Self.grain, threads: threads) { range in
            for index in range {
                average[index] = UpdateOptions.average(
                    average[index], values[index], decay: decay)
            }
        }
    }
}
