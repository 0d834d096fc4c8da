internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    func addAdaptivePool(height: Int, width: Int, at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let (source, kernel) = try adaptivePool(height: height, width: width, at: index)
        let target = value(try source.layout.resized(to: node.shape))
        outputs[index] = target
        call(node, .forward, layouts: source.layout.name, [source, target]) { binding in
            let (x, y) = (binding.pointer(source), binding.pointer(target))
            return { kernel.forward(x, y) }
        }
    }

    func addAdaptivePoolGradient(
        height: Int, width: Int, at index: Int, _ incoming: Value
    ) throws(EngineError) {
        let node = fused.nodes[index]
        let (source, kernel) = try adaptivePool(height: height, width: width, at: index)
        let incoming = try converted(incoming, to: output(index).layout, node, .backwardData)
        let gradient = value(source.layout)
        call(node, .backwardData, layouts: source.layout.name, [incoming, gradient]) { binding in
            let (dy, dx) = (binding.pointer(incoming), binding.pointer(gradient))
            return { kernel.backward(dy, dx) }
        }
        gradients[node.inputs[0]].append(gradient)
    }

    /// The input in a layout that the kernel can read, and the kernel.
    private func adaptivePool(height: Int, width: Int, at index: Int) throws(EngineError)
        -> (Value, AdaptivePoolKernel)
    {
        let node = fused.nodes[index]
        var source = output(node.inputs[0])
        if source.layout.channelBlocks == nil {
            source = try converted(source, to: .plain(source.layout.shape), node, .forward)
        }
        guard let blocks = source.layout.channelBlocks else {
            throw .unsupported(layer: node.name, reason: "layout \(source.layout.name)")
        }
        let kernel = AdaptivePoolKernel(
            outer: blocks.outer, source: (blocks.height, blocks.width), target: (height, width),
            inner: blocks.inner, threads: options.threads)
        return (source, kernel)
    }
}

extension Layout {
    /// The same kind of layout for another shape: row-major, or blocked in channels.
    fileprivate func resized(to shape: Shape) throws(EngineError) -> Layout {
        let tag =
            switch name {
            case "nhwc": dnnl_nhwc
            case "nChw16c": dnnl_nChw16c
            case "nChw8c": dnnl_nChw8c
            default: dnnl_nchw
            }
        return try Layout(shape, tag: tag)
    }
}
