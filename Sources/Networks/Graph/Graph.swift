package import Tensors

/// A network laid out for one batch shape: operations in the order of computation, each with its
/// output shape, and the parameters that they use. What `Engine` compiles.
package struct Graph: Sendable {
    /// One operation with its output.
    package struct Node: Sendable {
        /// The layer's path, such as `features.0`.
        package let name: String
        /// What it computes.
        package let operation: Operation
        /// Indices of the nodes it reads.
        package let inputs: [Int]
        /// Indices into `parameters`, in the order that the operation names them.
        package let parameters: [Int]
        /// Of its output.
        package let shape: Shape
    }

    /// In the order of computation; the first is the batch.
    package private(set) var nodes: [Node] = []
    /// In the order of torchvision's checkpoints.
    package private(set) var parameters: [Parameter] = []
    private var path: [String] = []

    /// A graph that reads a batch of `input` shape, `[N, C, H, W]`.
    package init(input: Shape) {
        nodes.append(
            Node(name: "input", operation: .input, inputs: [], parameters: [], shape: input))
    }

    /// A part of another graph.
    init(nodes: [Node], parameters: [Parameter]) {
        self.nodes = nodes
        self.parameters = parameters
    }

    /// The batch shape.
    package var inputShape: Shape { nodes[0].shape }
    /// The index of the last node: the logits.
    package var output: Int { nodes.count - 1 }
    /// Of the logits, `[N, classes]`, or of what the last node of a part gives.
    package var outputShape: Shape { nodes[output].shape }
    /// Values of the output that belong to each image.
    package var outputWidth: Int { outputShape.count / outputShape[0] }
    /// Elements of all parameters that follow gradients.
    package var parameterCount: Int {
        parameters.reduce(0) { $0 + ($1.role == .weight ? $1.shape.count : 0) }
    }

    /// The output shape of a node.
    package func shape(of node: Int) -> Shape { nodes[node].shape }

    /// Runs `body` with `name` added to the path of the layers that it adds.
    package mutating func scope<R>(
        _ name: String, _ body: (inout Graph) throws(ShapeError) -> R
    ) throws(ShapeError) -> R {
        path.append(name)
        defer { path.removeLast() }
        return try body(&self)
    }

    /// Adds an operation on `inputs`; `parameters` are named by the last part of their path.
    package mutating func add(
        _ operation: Operation, _ inputs: [Int], parameters: [Parameter] = [], shape: Shape
    ) -> Int {
        let prefix = path.joined(separator: ".")
        let first = self.parameters.count
        for parameter in parameters {
            self.parameters.append(
                Parameter(
                    "\(prefix).\(parameter.name)", shape: parameter.shape,
                    initializer: parameter.initializer, role: parameter.role))
        }
        nodes.append(
            Node(
                name: prefix, operation: operation, inputs: inputs,
                parameters: Array(first..<self.parameters.count), shape: shape))
        return output
    }

    /// An error at the current layer.
    package func error(_ message: String) -> ShapeError {
        ShapeError(layer: path.joined(separator: "."), message: message)
    }

    /// Every parameter's first value, by name.
    package func initialParameters(seed: UInt64) -> [String: Tensor] {
        Dictionary(
            uniqueKeysWithValues: parameters.map {
                ($0.name, $0.initializer.tensor(for: $0, seed: seed))
            })
    }
}

/// A layer that cannot take the shape it is given.
package struct ShapeError: Error, CustomStringConvertible, Hashable {
    /// The layer's path, such as `features.0`.
    package let layer: String
    /// What is wrong, and what to do.
    package let message: String

    package var description: String { "layer \(layer): \(message)" }
}
