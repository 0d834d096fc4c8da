internal import CDNNL
internal import Networks
internal import Tensors

/// The ways to compute a convolution that are measured against each other.
private enum ConvolutionAlgorithm: String, CaseIterable {
    case direct
    /// F(4 x 4, 3 x 3) of Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015).
    case winograd

    var kind: dnnl_alg_kind_t {
        self == .direct ? dnnl_convolution_direct : dnnl_convolution_winograd
    }
}

extension Compilation {
    /// The kernel of a convolution's pass: the one chosen before, or the fastest as measured now.
    /// - Parameters:
    ///   - input: the shape of the convolution's input.
    ///   - make: asks oneDNN for the kernel of an algorithm.
    func fastest(
        _ node: FusedGraph.Node, _ window: Window, _ input: Shape, _ pass: Plan.Pass,
        _ make: (dnnl_alg_kind_t) throws(EngineError) -> PrimitiveDescriptor
    ) throws(EngineError) -> PrimitiveDescriptor {
        // Winograd's kernels are of this window alone.
        guard let kernels = options.kernels, window.size == 3, window.stride == 1 else {
            return try make(dnnl_convolution_auto)
        }
        let operation =
            "\(node.label) \(window.size)x\(window.size) padding \(window.padding) "
            + "\(input) -> \(node.shape), \(pass.rawValue), \(options.threads) threads"
        if let known = kernels[operation].flatMap({ ConvolutionAlgorithm(rawValue: $0) }),
            let descriptor = try? make(known.kind)
        {
            return descriptor
        }
        guard kernels.measures else { return try make(dnnl_convolution_auto) }
        let direct = try make(dnnl_convolution_direct)
        guard let winograd = try? make(dnnl_convolution_winograd) else { return direct }
        let hasBias = pass != .backwardData && (node.parameters.count > 1 || node.norm != nil)
        var timers: [KernelTimer] = []
        for descriptor in [direct, winograd] {
            timers.append(
                try KernelTimer(descriptor, arguments(of: pass, hasBias: hasBias), in: context))
        }
        let best = KernelTimer.fastest(of: timers)
        kernels[operation] = ConvolutionAlgorithm.allCases[best].rawValue
        return [direct, winograd][best]
    }

    private func arguments(of pass: Plan.Pass, hasBias: Bool) -> [KernelTimer.Argument] {
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
}
