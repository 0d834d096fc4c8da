/// The number format in which a network computes.
package enum ComputePrecision: String, Sendable, Hashable, CaseIterable {
    /// 32-bit floats.
    case fp32
    /// bfloat16 for activations, their gradients and the weights that kernels read. Sums, batch
    /// statistics, losses, logits, gradients of parameters, parameters and the state of the
    /// optimizer stay 32-bit floats.
    case bf16
}

/// The number format that a user asks for.
package enum PrecisionSetting: String, Sendable, Hashable, CaseIterable {
    case fp32
    case bf16
    /// bf16 on processors with instructions for it, otherwise fp32.
    case auto

    /// The number format to compute in.
    /// - Parameter hasBFloat16: true if the processor has instructions for bfloat16.
    package func resolved(hasBFloat16: Bool) -> ComputePrecision {
        switch self {
        case .fp32: .fp32
        case .bf16: .bf16
        case .auto: hasBFloat16 ? .bf16 : .fp32
        }
    }
}
