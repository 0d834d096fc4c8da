import Tensors

/// A batch norm over `[N, C, H, W]`, with running statistics for inference.
package struct BatchNorm2D: Layer {
    /// The number of channels, C.
    package let channels: Int
    private let settings: BatchNorm

    /// A batch norm of `channels` channels, with PyTorch's default settings unless others are
    /// given.
    package init(_ channels: Int, _ settings: BatchNorm = BatchNorm()) {
        self.channels = channels
        self.settings = settings
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 4, shape[1] == channels else {
            throw graph.error(
                "a batch norm of \(channels) channels needs an input of shape [N, \(channels), H, W]; "
                    + "got \(shape)")
        }
        func parameter(_ name: String, _ value: Float, _ role: Parameter.Role) -> Parameter {
            Parameter(
                name, shape: role == .counter ? [] : [channels], initializer: .constant(value),
                role: role)
        }
        return graph.add(
            .batchNorm(settings), [input],
            parameters: [
                parameter("weight", 1, .weight), parameter("bias", 0, .weight),
                parameter("running_mean", 0, .statistic), parameter("running_var", 1, .statistic),
                parameter("num_batches_tracked", 0, .counter),
            ], shape: shape)
    }
}
