/// What a compiled program does, for people: one entry per kernel call, and its memory.
package struct Plan: Sendable {
    package struct Entry: Sendable {
        /// The layer's path, such as `features.0`.
        package let layer: String
        /// Such as `convolution + relu`.
        package let operation: String
        package let pass: Pass
        /// Such as `nchw, Ohwi16o -> nChw16c`.
        package let layouts: String
        /// The library's name of the kernel, such as `jit:avx512_core`, or `study` for the engine's
        /// own.
        package let kernel: String
    }

    package enum Pass: String, Sendable {
        case forward
        case backwardData = "backward data"
        case backwardWeights = "backward weights"
        case update
    }

    package var entries: [Entry] = []
    /// Bytes of activations, gradients and scratch space, in one arena shared by liveness.
    package var arenaBytes = 0
    package var parameterBytes = 0
    /// Bytes of gradients kept beyond a step and of the optimizer's slots.
    package var stateBytes = 0

    package var totalBytes: Int { arenaBytes + parameterBytes + stateBytes }

    /// The distinct kernels, in order of first use.
    package var kernels: [String] {
        var seen: Set<String> = []
        return entries.map(\.kernel).filter { seen.insert($0).inserted }
    }
}

extension Plan: CustomStringConvertible {
    /// A table with a line per kernel call.
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
