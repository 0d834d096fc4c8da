/// The batch of images, which the program writes before the first call.
final class InputOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() {}

    /// The gradient with respect to the images is `Compilation.imageGradient()`.
    func addBackward() {}
}
