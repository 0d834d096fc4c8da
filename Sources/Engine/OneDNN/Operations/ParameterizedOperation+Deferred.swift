internal import CDNNL
internal import Networks
internal import Tensors

extension ParameterizedOperation {
    /// Adds the sum of a gradient over the batches of a group.
    /// - Returns: the sum, in memory that is kept between runs.
    func accumulated(_ gradient: Value, of entry: ParameterStore.Entry) throws(EngineError)
        -> Value
    {
        let kept = try Allocation(bytes: entry.layout.bytes)
        entry.gradient = kept
        let sum = value(entry.layout, pinnedAt: kept.pointer)
        let (state, count, threads) = (state, entry.elements, options.threads)
        call(
            operation: "\(entry.parameter.name), sum", .update, layouts: entry.layout.weightName,
            [gradient, sum]
        ) { binding in
            let (term, sum) = (binding.tensor(gradient), binding.tensor(sum))
            return {
                if state.step.group.isFirst {
                    sum.base.copyMemory(from: term.base, byteCount: kept.bytes)
                } else {
                    SumKernel.run(sum, term, sum, count: count, relu: false, threads: threads)
                }
            }
        }
        return sum
    }

    /// Adds the sums of the squared gradients of the pending updates.
    func addGradientNorms() {
        for update in pendingUpdates {
            let (entry, count) = (update.parameter.entry, update.range.count)
            let (state, threads) = (state, options.threads)
            let squares = PartialSums(count: count)
            call(
                operation: "\(entry.parameter.name), norm", .update,
                layouts: entry.layout.weightName, [update.gradient]
            ) { binding in
                let gradients = UnsafePointer(binding.pointer(update.gradient))
                return {
                    guard state.step.group.isLast else { return }
                    Parallel.forEach(count, grain: PartialSums.grain, threads: threads) { range in
                        squares.addPartialSums(of: range) { chunk in
                            ParameterSlice.sumOfSquares(gradients + chunk.lowerBound, chunk.count)
                        }
                    }
                    state.squaredGradients += squares.total
                }
            }
        }
    }
}
