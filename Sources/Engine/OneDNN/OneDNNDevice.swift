package import Networks

/// The processor, by oneDNN's kernels.
package struct OneDNNDevice: Device {
    package let name = "cpu"

    /// The kernels to run on where several would do; nil: oneDNN's defaults.
    let kernels: KernelChoices?
    /// Whether 3x3 convolutions run on the engine's own Winograd kernels wherever these fit; nil:
    /// where oneDNN has none for this processor, and they are faster.
    let ownWinograd: Bool?
    let fault: FusionFault?

    /// - Parameters:
    ///   - kernels: the kernels to run on where several would do; nil: oneDNN's defaults.
    ///   - ownWinograd: whether 3x3 convolutions run on the engine's own Winograd kernels wherever
    ///     these fit; nil: where oneDNN has none for this processor, and they are faster.
    ///   - fault: a mistake that tests make in the fusion of operations.
    package init(
        kernels: KernelChoices? = nil, ownWinograd: Bool? = nil, fault: FusionFault? = nil
    ) {
        self.kernels = kernels
        self.ownWinograd = ownWinograd
        self.fault = fault
    }

    package func with(_ choices: KernelChoices) -> any Device {
        OneDNNDevice(kernels: choices, ownWinograd: ownWinograd, fault: fault)
    }

    package func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program {
        Parallel.use(threads: options.threads)
        let available = Parallel.team(of: options.threads)
        guard available == options.threads else {
            throw EngineError.threads(wanted: options.threads, available: available)
        }
        return try OneDNNProgram(graph, options, on: self)
    }
}
