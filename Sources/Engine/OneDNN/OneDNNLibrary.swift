internal import CDNNL

/// Facts about the oneDNN library that this process uses.
package enum OneDNNLibrary {
    /// The widest instructions that the library's kernels use: what the processor has, or less
    /// where `DNNL_MAX_CPU_ISA` says so. Named as in `/proc/cpuinfo`.
    package static var instructionSet: String {
        let bits = dnnl_get_effective_cpu_isa().rawValue
        let names = [
            (dnnl_cpu_isa_avx512_core_bf16, "avx512_bf16"), (dnnl_cpu_isa_avx512_core, "avx512f"),
            (dnnl_cpu_isa_avx2, "avx2"), (dnnl_cpu_isa_avx, "avx"), (dnnl_cpu_isa_sse41, "sse4_1"),
        ]
        // Wider sets have all bits of narrower ones. Xeon Phi, whose 512 bits are others, counts
        // as AVX2.
        return names.first { bits & $0.0.rawValue == $0.0.rawValue }?.1 ?? "unknown"
    }

    /// The library's version, such as `2.6.3`.
    package static var version: String {
        guard let version = dnnl_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.patch)"
    }
}
