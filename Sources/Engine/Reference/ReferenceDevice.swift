package import Networks

/// The oracle: every operation as its formula reads, in plain loops over row-major tensors. Slow, for tests.
package struct ReferenceDevice: Device {
    package let name = "reference"

    package init() {}

    package func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program {
        ReferenceProgram(graph, options)
    }
}
