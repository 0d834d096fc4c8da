package import Networks
package import Vocabulary

/// The CPU, with oneDNN's kernels and the engine's own.
package struct OneDNNDevice: Device {
    /// The name in plans and records.
    package let name = "cpu"

    /// The kernel choices for operations with several kernels; nil: oneDNN's defaults.
    let kernels: KernelChoices?
    /// True if 3x3 convolutions use the engine's own Winograd kernels wherever possible, false if
    /// never; nil: if oneDNN has no Winograd kernel for this processor and the engine's kernel is
    /// faster.
    let ownWinograd: Bool?
    /// The number format that convolutions and linear layers of a bfloat16 network compute in; nil:
    /// the faster one, as measured.
    let weightedPrecision: ComputePrecision?
    /// An intentional mistake in the fusion of operations, for tests.
    let fault: FusionFault?

    /// - Parameters:
    ///   - kernels: the kernel choices for operations with several kernels; nil: oneDNN's defaults.
    ///   - ownWinograd: true if 3x3 convolutions use the engine's own Winograd kernels wherever
    ///     possible, false if never; nil: if oneDNN has no Winograd kernel for this processor and
    ///     the engine's kernel is faster.
    ///   - weightedPrecision: the number format that convolutions and linear layers of a bfloat16
    ///     network compute in; nil: the faster one, as measured.
    ///   - fault: an intentional mistake in the fusion of operations, for tests.
    package init(
        kernels: KernelChoices? = nil, ownWinograd: Bool? = nil,
        weightedPrecision: ComputePrecision? = nil, fault: FusionFault? = nil
    ) {
        self.kernels = kernels
        self.ownWinograd = ownWinograd
        self.weightedPrecision = weightedPrecision
        self.fault = fault
    }

    /// The same device with other kernel choices.
    package func with(_ choices: KernelChoices) -> any Device {
        OneDNNDevice(
            kernels: choices, ownWinograd: ownWinograd, weightedPrecision: weightedPrecision,
            fault: fault)
    }

    /// Compiles `graph` with oneDNN's kernels and the engine's own.
    /// - Throws: `EngineError` if the graph or the precision is not supported, if there is not
    ///   enough memory, or if OpenMP provides fewer threads than requested.
    package func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program {
        guard OneDNNLibrary.supports(options.precision) else {
            throw EngineError.precision(
                options.precision, instructions: OneDNNLibrary.instructionSet)
        }
        Parallel.use(threads: options.threads)
        let available = Parallel.team(of: options.threads)
        guard available == options.threads else {
            throw EngineError.threads(wanted: options.threads, available: available)
        }
        return try OneDNNProgram(graph, options, on: self)
    }
}
