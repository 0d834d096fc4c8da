package import Networks

/// The oracle of the tests: interprets the plain graph, every operation by its formula, in loops
/// over row-major tensors. Slow.
///
/// It shares neither kernels nor the fusion of operations (`FusedGraph`) with other devices, so a
/// wrong kernel or a wrong fusion shows as a difference from its results.
package struct ReferenceDevice: Device {
    package let name = "reference"

    package init() {}

    package func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program {
        ReferenceProgram(graph, options)
    }
}
