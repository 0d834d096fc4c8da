internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// An adaptive average pooling.
final class AdaptivePoolOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int
    private let target: (height: Int, width: Int)

    init(height: Int, width: Int, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        target = (height, width)
    }

    func addForward() throws(EngineError) {
        let (source, kernel) = try makeKernel()
        guard let layout = try source.layout.resized(to: node.shape) else {
            throw .unsupported(layer: node.name, reason: "layout \(source.layout.name)")
        }
        let target = value(layout)
        setOutput(target)
        call(.forward, layouts: source.layout.name, [source, target]) { binding in
            let (x, y) = (binding.tensor(source), binding.tensor(target))
            return { kernel.forward(x, y) }
        }
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let (source, kernel) = try makeKernel()
        let outputGradient = try converted(incoming, to: output.layout, .backwardData)
        let gradient = value(source.layout)
        call(.backwardData, layouts: source.layout.name, [outputGradient, gradient]) { binding in
            let (dy, dx) = (binding.tensor(outputGradient), binding.tensor(gradient))
            return { kernel.backward(dy, dx) }
        }
        addInputGradient(gradient)
    }

    /// The input in a layout that the kernel supports, and the kernel.
    private func makeKernel() throws(EngineError) -> (Value, AdaptivePoolKernel) {
        var source = input(0)
        if source.layout.channelBlocks == nil {
            source = try converted(
                source, to: .plain(source.layout.shape, elementType), .forward)
        }
        guard let blocks = source.layout.channelBlocks else {
            throw .unsupported(layer: node.name, reason: "layout \(source.layout.name)")
        }
        let kernel = AdaptivePoolKernel(
            outer: blocks.outer, source: (blocks.height, blocks.width), target: target,
            inner: blocks.inner, threads: options.threads)
        return (source, kernel)
    }
}
