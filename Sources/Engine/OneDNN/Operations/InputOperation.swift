/// The batch of images, which the program writes before the first call, in the number format of the
/// activations.
final class InputOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        setOutput(try converted(output, to: .plain(node.shape, elementType), .forward))
    }

    /// The gradient with respect to the images is `Compilation.imageGradient()`.
    func addBackward() {}
}
