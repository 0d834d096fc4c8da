internal import CDNNL
package import Networks
internal import Tensors

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

    /// The widest instructions that the library's kernels use: what the processor has, or less
    /// where `DNNL_MAX_CPU_ISA` says so. Named as in `/proc/cpuinfo`.
    package static var instructionSet: String {
        let bits = dnnl_get_effective_cpu_isa().rawValue
        let names = [
            (dnnl_cpu_isa_avx512_core_bf16, "avx512_bf16"), (dnnl_cpu_isa_avx512_core, "avx512f"),
            (dnnl_cpu_isa_avx2, "avx2"), (dnnl_cpu_isa_avx, "avx"), (dnnl_cpu_isa_sse41, "sse4_1"),
        ]
        // Wider sets have all bits of narrower ones.
        return names.first { bits & $0.0.rawValue == $0.0.rawValue }?.1 ?? "unknown"
    }

    /// The library's version, such as `2.6.3`.
    package static var libraryVersion: String {
        guard let version = dnnl_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.patch)"
    }
}
