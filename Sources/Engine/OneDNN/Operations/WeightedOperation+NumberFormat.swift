internal import CDNNL
internal import Networks
import Networks
internal import Tensors
internal import Vocabulary

extension WeightedOperation {
    /// The number format that kernels compute in: that of the network, but 32-bit floats in a
    /// bfloat16 network if their kernels are clearly faster, including the conversions.
    ///
    /// Winograd kernels exist only for 32-bit floats, some processors compute in bfloat16 at half
    /// the speed, and the weights of the network are 32-bit floats.
    /// - Parameters:
    ///   - operation: the key of the choice.
    ///   - kernels: returns oneDNN's kernels, with their passes, for a number format.
    func fasterType(
        _ operation: String,
        _ kernels: (ElementType) throws(EngineError) -> [(Plan.Pass, PrimitiveDescriptor)]
    ) throws(EngineError) -> ElementType {
        guard elementType == .bfloat16 else { return elementType }
        if let precision = compilation.device.weightedPrecision { return ElementType(precision) }
        guard let choices = compilation.device.kernels else { return elementType }
        let operation = operation + ", bf16"
        if let known = choices[operation].flatMap({ ComputePrecision(rawValue: $0) }) {
            return ElementType(known)
        }
        guard choices.measures else { return elementType }
        let (rounding, exact) = (try kernels(.bfloat16), try kernels(.float32))
        var timed: (rounding: [TimedKernel], exact: [TimedKernel]) = ([], [])
        for ((pass, rounding), (_, exact)) in zip(rounding, exact) {
            let arguments = arguments(of: pass)
            timed.rounding.append(TimedKernel(rounding, arguments))
            timed.exact.append(TimedKernel(exact, arguments))
            for argument in arguments {
                let (half, full) = (rounding.layout(argument.query), exact.layout(argument.query))
                switch argument.name {
                case DNNL_ARG_SRC, DNNL_ARG_DIFF_DST:
                    timed.exact.append(try TimedKernel(reorder: half, to: full, in: context))
                case DNNL_ARG_DST, DNNL_ARG_DIFF_SRC:
                    timed.exact.append(try TimedKernel(reorder: full, to: half, in: context))
                case DNNL_ARG_WEIGHTS where isTraining:
                    timed.rounding.append(try TimedKernel(reorder: full, to: half, in: context))
                default: break
                }
            }
        }
        let isWorthwhile = try KernelTimer.isWorthwhile(
            timed.exact, insteadOf: timed.rounding, minimum: 0.0001, in: context)
        choices[operation] = (isWorthwhile ? ComputePrecision.fp32 : .bf16).rawValue
        return isWorthwhile ? .float32 : .bfloat16
    }

    /// The arguments of a pass, with which a `KernelTimer` calls its kernel.
    func arguments(of pass: Plan.Pass) -> [TimedKernel.Argument] {
        let hasBias = node.parameters.count > 1 || node.norm != nil
        switch pass {
        case .backwardData:
            return [
                (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md, 0),
                (DNNL_ARG_WEIGHTS, dnnl_query_weights_md, 0),
                (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md, 0),
            ]
        case .backwardWeights:
            return [
                (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md, 0),
                (DNNL_ARG_SRC, dnnl_query_src_md, 0),
                (DNNL_ARG_DIFF_WEIGHTS, dnnl_query_diff_weights_md, 0),
            ] + (hasBias ? [(DNNL_ARG_DIFF_BIAS, dnnl_query_diff_weights_md, Int32(1))] : [])
        case .forward, .update:
            return [
                (DNNL_ARG_SRC, dnnl_query_src_md, 0),
                (DNNL_ARG_WEIGHTS, dnnl_query_weights_md, 0),
                (DNNL_ARG_DST, dnnl_query_dst_md, 0),
            ] + (hasBias ? [(DNNL_ARG_BIAS, dnnl_query_weights_md, Int32(1))] : [])
        }
    }

    /// The tensor in the network's number format: the same tensor, or a rounded copy.
    func rounded(_ value: Value, _ pass: Plan.Pass) throws(EngineError) -> Value {
        if value.layout.elementType == elementType { return value }
        let shape = value.layout.shape
        guard let layout = try value.layout.resized(to: shape, elementType) else {
            return try converted(value, to: .plain(shape, elementType), pass)
        }
        return try converted(value, to: layout, pass)
    }
}
