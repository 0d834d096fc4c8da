internal import CDNNL
package import Vocabulary

/// The version and the instruction set of the oneDNN library in this process.
package enum OneDNNLibrary {
    /// The widest instruction set that oneDNN's kernels use, named as in `/proc/cpuinfo`: that of
    /// the processor, or a narrower one if `DNNL_MAX_CPU_ISA` limits it.
    package static var instructionSet: String {
        let bits = dnnl_get_effective_cpu_isa().rawValue
        let names = [
            (dnnl_cpu_isa_avx512_core_bf16, "avx512_bf16"), (dnnl_cpu_isa_avx512_core, "avx512f"),
            (dnnl_cpu_isa_avx2, "avx2"), (dnnl_cpu_isa_avx, "avx"), (dnnl_cpu_isa_sse41, "sse4_1"),
        ]
        // The value of a wider set contains the bits of narrower ones. Xeon Phi, which has other
        // AVX-512 instructions, counts as AVX2.
        return names.first { bits & $0.0.rawValue == $0.0.rawValue }?.1 ?? "unknown"
    }

    /// True if the processor has the instructions for a precision, and `DNNL_MAX_CPU_ISA` allows
    /// them. Without them, oneDNN's kernels for bfloat16 are slower than those for 32-bit floats.
    package static func supports(_ precision: ComputePrecision) -> Bool {
        precision == .fp32 || instructionSet == "avx512_bf16"
    }

    /// The version of oneDNN, such as `2.6.3`.
    package static var version: String {
        guard let version = dnnl_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.patch)"
    }
}
