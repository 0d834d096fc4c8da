/// A description of a compiled program for users: one entry per kernel call, and the memory in
/// bytes.
package struct Plan: Sendable {
    /// One kernel call.
    package struct Entry: Sendable {
        /// The layer's path, such as `features.0`.
        package let layer: String
        /// The operation, such as `convolution + relu`.
        package let operation: String
        /// The pass to which the call belongs.
        package let pass: Pass
        /// The layouts, such as `nchw, Ohwi16o -> nChw16c`.
        package let layouts: String
        /// oneDNN's name of the kernel, such as `jit:avx512_core`, or `study` for the engine's own.
        package let kernel: String
    }

    /// A pass of a training step.
    package enum Pass: String, Sendable {
        case forward
        case backwardData = "backward data"
        case backwardWeights = "backward weights"
        case update
    }

    /// The kernel calls in their order.
    package var entries: [Entry] = []
    /// The bytes of activations, gradients and scratch space, in one arena where buffers with
    /// disjoint lifetimes share memory.
    package var arenaBytes = 0
    /// The bytes of the parameters.
    package var parameterBytes = 0
    /// The bytes of kept gradients and of optimizer slots.
    package var stateBytes = 0

    /// The bytes of the arena, the parameters and the state.
    package var totalBytes: Int { arenaBytes + parameterBytes + stateBytes }

    /// The distinct kernels, in order of first use.
    package var kernels: [String] {
        var seen: Set<String> = []
        return entries.map(\.kernel).filter { seen.insert($0).inserted }
    }
}

extension Plan: CustomStringConvertible {
    /// A table with one line per kernel call.
    package var description: String {
        let head = ["layer", "operation", "pass", "layouts", "kernel"]
        let rows = entries.map {
            [$0.layer, $0.operation, $0.pass.rawValue, $0.layouts, $0.kernel]
        }
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        let lines = ([head] + rows).map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ")
        }
        func megabytes(_ bytes: Int) -> String { "\((bytes + 500_000) / 1_000_000) MB" }
        return lines.joined(separator: "\n")
            + "\n\narena \(megabytes(arenaBytes)), parameters \(megabytes(parameterBytes)), "
            + "optimizer and kept gradients \(megabytes(stateBytes)), "
            + "in all \(megabytes(totalBytes))"
    }
}
