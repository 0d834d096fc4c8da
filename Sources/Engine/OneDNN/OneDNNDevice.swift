package import Networks

/// The CPU, with oneDNN's kernels and the engine's own.
package struct OneDNNDevice: Device {
    package let name = "cpu"

    /// The kernel choices for operations with several kernels; nil: oneDNN's defaults.
    let kernels: KernelChoices?
    /// True if 3x3 convolutions use the engine's own Winograd kernels wherever possible, false if
    /// never; nil: if oneDNN has no Winograd kernel for this processor and the engine's kernel is
    /// faster.
    let ownWinograd: Bool?
    /// An intentional mistake in the fusion of operations, for tests.
    let fault: FusionFault?

    /// - Parameters:
    ///   - kernels: the kernel choices for operations with several kernels; nil: oneDNN's defaults.
    ///   - ownWinograd: true if 3x3 convolutions use the engine's own Winograd kernels wherever
    ///     possible, false if never; nil: if oneDNN has no Winograd kernel for this processor and
    ///     the engine's kernel is faster.
    ///   - fault: an intentional mistake in the fusion of operations, for tests.
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
