package import Tensors

/// The computation graph of a network for one batch shape: operations in the order of computation,
/// each with its output shape, and the parameters that they use. `Engine` compiles it.
package struct Graph: Sendable {
    /// One operation with its output.
    package struct Node: Sendable {
        /// The layer's path, such as `features.0`.
        package let name: String
        /// The operation.
        package let operation: Operation
        /// The indices of the nodes whose outputs the operation reads.
        package let inputs: [Int]
        /// The indices of the parameters in `Graph.parameters`, in the order given by `Operation`.
        package let parameters: [Int]
        /// The shape of the output.
        package let shape: Shape
    }

    /// The nodes in the order of computation; the first is the batch.
    package private(set) var nodes: [Node] = []
    /// The parameters in the order of torchvision's checkpoints.
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

    /// The shape of the batch.
    package var inputShape: Shape { nodes[0].shape }
    /// The index of the last node, which computes the logits.
    package var output: Int { nodes.count - 1 }
    /// The shape of the logits, `[N, classes]`, or of the output of the last node of a part of a
    /// graph.
    package var outputShape: Shape { nodes[output].shape }
    /// The number of output values per image.
    package var outputWidth: Int { outputShape.count / outputShape[0] }
    /// The number of elements of all trainable parameters.
    package var parameterCount: Int {
        parameters.reduce(0) { $0 + ($1.role == .weight ? $1.shape.count : 0) }
    }

    /// The output shape of a node.
    package func shape(of node: Int) -> Shape { nodes[node].shape }

    /// Calls `body` with `name` appended to the path of the layers that it adds.
    package mutating func scope<R>(
        _ name: String, _ body: (inout Graph) throws(ShapeError) -> R
    ) throws(ShapeError) -> R {
        path.append(name)
        defer { path.removeLast() }
        return try body(&self)
    }

    /// Adds an operation that reads the nodes `inputs`.
    /// - Parameters:
    ///  - parameters: the parameters, named by the last component of their path.
    ///  - shape: the shape of the output.
    /// - Returns: the index of the new node.
    package mutating func add(
        _ operation: Operation, _ inputs: [Int], parameters: [Parameter] = [], shape: Shape
    ) -> Int {
        add(operation, inputs, reserved: reserve(parameters), shape: shape)
    }

    /// Adds parameters, named by the last component of their path, for an operation that is added
    /// later: checkpoints list the parameters of a module before those of the layers in it.
    /// - Returns: the indices of the parameters, for `add(_:_:reserved:shape:)`.
    mutating func reserve(_ parameters: [Parameter]) -> [Int] {
        let first = self.parameters.count
        for parameter in parameters {
            self.parameters.append(
                Parameter(
                    (path + [parameter.name]).joined(separator: "."), shape: parameter.shape,
                    initializer: parameter.initializer, role: parameter.role))
        }
        return Array(first..<self.parameters.count)
    }

    /// Adds an operation whose parameters were added before.
    /// - Returns: the index of the new node.
    mutating func add(
        _ operation: Operation, _ inputs: [Int], reserved: [Int], shape: Shape
    ) -> Int {
        nodes.append(
            Node(
                name: path.joined(separator: "."), operation: operation, inputs: inputs,
                parameters: reserved, shape: shape))
        return output
    }

    /// The graph with other operations of the same shapes and parameters.
    package func replacingOperations(_ replacement: (Operation) -> Operation) -> Graph {
        let replaced = nodes.map {
            Node(
                name: $0.name, operation: replacement($0.operation), inputs: $0.inputs,
                parameters: $0.parameters, shape: $0.shape)
        }
        return Graph(nodes: replaced, parameters: parameters)
    }

    /// An error in the current layer.
    package func error(_ message: String) -> ShapeError {
        ShapeError(layer: path.joined(separator: "."), message: message)
    }

    /// The initial value of every parameter, by name; a pure function of the seed.
    package func initialParameters(seed: UInt64) -> [String: Tensor] {
        Dictionary(
            uniqueKeysWithValues: parameters.map {
                ($0.name, $0.initializer.tensor(for: $0, seed: seed))
            })
    }
}

/// A layer that does not support the shape of its input.
package struct ShapeError: Error, CustomStringConvertible, Hashable {
    /// The layer's path, such as `features.0`.
    package let layer: String
    /// The error and the remedy.
    package let message: String

    package var description: String { "layer \(layer): \(message)" }
}
