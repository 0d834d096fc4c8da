package import Networks
package import Vocabulary

/// The reference device, with which tests compare other devices: it interprets the plain graph and
/// computes every operation by its formula, in loops over row-major tensors. It is slow.
///
/// It uses neither the kernels nor the fusion of operations (`FusedGraph`) of other devices, so an
/// incorrect kernel or fusion causes a difference from its results.
package struct ReferenceDevice: Device {
    /// The name in plans and records.
    package let name = "reference"

    /// The number format that convolutions and linear layers of a bfloat16 network read weights in.
    let weightedPrecision: ComputePrecision

    /// - Parameter weightedPrecision: the number format that convolutions and linear layers of a
    ///   bfloat16 network read weights in.
    package init(weightedPrecision: ComputePrecision = .bf16) {
        self.weightedPrecision = weightedPrecision
    }

    /// A program that interprets `graph`.
    package func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program {
        ReferenceProgram(graph, options, weightedPrecision)
    }
}
