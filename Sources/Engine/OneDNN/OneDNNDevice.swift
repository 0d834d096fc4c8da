internal import CDNNL
package import Networks
internal import Tensors

/// The processor, by oneDNN's kernels.
package struct OneDNNDevice: Device {
    package let name = "cpu"

    package init() {}

    package func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program {
        omp_set_num_threads(Int32(options.threads))
        return try OneDNNProgram(graph, options)
    }

    /// The library's version, such as `2.6.3`.
    package static var libraryVersion: String {
        guard let version = dnnl_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.patch)"
    }
}
