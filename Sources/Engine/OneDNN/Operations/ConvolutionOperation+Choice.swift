internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The algorithms of a convolution, whose times are compared.
private enum ConvolutionAlgorithm: String {
    /// The algorithm that oneDNN chooses.
    case standard
    case direct
    /// F(4 x 4, 3 x 3) of Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks"
    /// (2015).
    case winograd

    var kind: dnnl_alg_kind_t {
        switch self {
        case .standard: dnnl_convolution_auto
        case .direct: dnnl_convolution_direct
        case .winograd: dnnl_convolution_winograd
        }
    }
}

extension ConvolutionOperation {
    /// The kernel of a pass of a convolution: the one chosen earlier, or the fastest one as
    /// measured now. A kernel other than oneDNN's choice is used only if it is clearly faster.
    /// - Parameters:
    ///   - window: the window over the input, whose shape is `input`.
    ///   - type: the number format that the pass computes in.
    ///   - make: returns oneDNN's kernel for an algorithm.
    func fastest(
        _ window: Window, _ input: Shape, _ type: ElementType, _ pass: Plan.Pass,
        _ make: (dnnl_alg_kind_t) throws(EngineError) -> PrimitiveDescriptor
    ) throws(EngineError) -> PrimitiveDescriptor {
        // Winograd kernels exist only for this window and for 32-bit floats, and use registers of
        // 16 channels.
        guard window.size == 3, window.stride == 1, type == .float32, groups.count == 1 else {
            return try make(dnnl_convolution_auto)
        }
        guard input[1] >= 16 else { return try make(dnnl_convolution_direct) }
        guard let kernels = compilation.device.kernels else {
            return try make(dnnl_convolution_auto)
        }
        let operation = description(
            window, input.extents, node.shape.extents, pass.rawValue)
        if let known = kernels[operation].flatMap({ ConvolutionAlgorithm(rawValue: $0) }),
            let descriptor = try ifAvailable({ () throws(EngineError) in try make(known.kind) })
        {
            return descriptor
        }
        let standard = try make(dnnl_convolution_auto)
        let other: ConvolutionAlgorithm =
            standard.kernel.contains("wino") ? .direct : .winograd
        guard kernels.measures,
            let descriptor = try ifAvailable({ () throws(EngineError) in try make(other.kind) })
        else { return standard }
        let arguments = arguments(of: pass)
        let isWorthwhile = try KernelTimer.isWorthwhile(
            [TimedKernel(descriptor, arguments)], insteadOf: [TimedKernel(standard, arguments)],
            in: context)
        kernels[operation] = (isWorthwhile ? other : .standard).rawValue
        return isWorthwhile ? descriptor : standard
    }

    /// The layouts and the kernel of a pass, in the faster number format.
    /// - Parameters:
    ///   - window: the window over the input, whose shape is `input`.
    ///   - make: returns oneDNN's kernel for layouts and an algorithm.
    func kernel(
        of pass: Plan.Pass, _ window: Window, _ input: Shape,
        _ make: (ConvolutionShapes, dnnl_alg_kind_t) throws(EngineError) -> PrimitiveDescriptor
    ) throws(EngineError) -> (ConvolutionShapes, PrimitiveDescriptor) {
        func described(_ type: ElementType) throws(EngineError)
            -> (ConvolutionShapes, PrimitiveDescriptor)
        {
            let shapes = try ConvolutionShapes(node, window, graph, input: input, type)
            let descriptor = try fastest(window, input, type, pass) {
                algorithm throws(EngineError) in try make(shapes, algorithm)
            }
            return (shapes, descriptor)
        }
        // In inference, one choice for all batch sizes: an image has the same result in each.
        let operation =
            isTraining
            ? description(window, input.extents, node.shape.extents, pass.rawValue)
            : description(
                window, Array(input.extents.dropFirst()), Array(node.shape.extents.dropFirst()),
                "inference")
        let type = try fasterType(operation) { type throws(EngineError) in
            [(pass, try described(type).1)]
        }
        return try described(type)
    }

    /// The pass as the key of a choice of kernels.
    private func description(
        _ window: Window, _ input: [Int], _ output: [Int], _ pass: String
    ) -> String {
        "\(node.label) \(window.size)x\(window.size) padding \(window.padding) "
            + (groups.count > 1 ? "\(groups.count) groups " : "")
            + "\(input) -> \(output), \(pass), \(options.threads) threads"
    }

    /// The engine's own Winograd kernels, if oneDNN has none: those of oneDNN 2 need AVX-512. The
    /// choice is a rule without measurement, so that processors of one kind compute identical
    /// results.
    /// - Parameters:
    ///   - source: the layout that oneDNN's kernel reads; `target`: the layout that it writes.
    ///   - other: returns oneDNN's Winograd kernel of the pass.
    func winograd(
        _ window: Window, _ pass: Plan.Pass, _ source: Layout, _ target: Layout,
        other: () throws(EngineError) -> PrimitiveDescriptor
    ) throws(EngineError) -> WinogradPasses? {
        let ownWinograd = compilation.device.ownWinograd
        guard source.elementType == .float32, groups.count == 1,
            node.activation == nil || node.relu,
            let passes = try WinogradPasses(
                window, weight: groups.weight, source: source,
                target: target, pass: pass, options, in: context),
            ownWinograd ?? passes.kernel.isWorthwhile(images: decisiveImages(passes.kernel))
        else { return nil }
        if ownWinograd == true { return passes }
        return try ifAvailable(other) == nil ? passes : nil
    }

    /// The number of images on which the choice of a kernel depends: in inference at least 16, so
    /// that the result of an image does not depend on the batch size.
    private func decisiveImages(_ kernel: WinogradConvolution) -> Int {
        switch options.mode {
        case .inference: max(16, kernel.target.images)
        case .training: kernel.target.images
        }
    }
}
