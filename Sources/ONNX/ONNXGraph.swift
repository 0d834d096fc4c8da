import Foundation
import Networks
import SwiftProtobuf
import Tensors
import Vocabulary

/// A builder that converts the graph of a network to an ONNX graph, node by node.
struct ONNXGraph {
    private(set) var proto = Onnx_GraphProto()
    private let graph: Graph
    private let parameters: [String: Tensor]
    /// The name of each node's output in the ONNX graph.
    private var values: [String] = []
    private var input = ONNXModel.input
    private var written: Set<String> = []

    init(_ graph: Graph, parameters: [String: Tensor]) {
        self.graph = graph
        self.parameters = parameters
        proto.input = [Self.value(ONNXModel.input, graph.inputShape)]
        proto.output = [Self.value(ONNXModel.output, graph.outputShape)]
    }

    /// Adds the normalization of the input: subtracts the mean and divides by the standard
    /// deviation.
    mutating func normalize(_ normalization: Normalization) {
        let shape = [1, normalization.mean.count, 1, 1]
        add(constant: "mean", normalization.mean.map { Float($0) }, shape)
        add(constant: "std", normalization.std.map { Float($0) }, shape)
        add("Sub", "normalize.subtract", [input, "mean"], "centred")
        add("Div", "normalize.divide", ["centred", "std"], "normalised")
        input = "normalised"
    }

    /// - Throws: `ONNXError` if a parameter has no value.
    mutating func build() throws(ONNXError) {
        for (index, node) in graph.nodes.enumerated() { try add(node, index) }
        // The output of the last node can be that of an earlier node, such as before a dropout.
        add("Identity", "output", [values[graph.output]], ONNXModel.output)
    }

    /// Adds the softmax of the logits as a second output.
    mutating func addProbabilities() {
        add(
            "Softmax", "probabilities", [ONNXModel.output], ONNXModel.probabilities,
            [Self.attribute("axis", 1)])
        proto.output.append(Self.value(ONNXModel.probabilities, graph.outputShape))
    }

    private mutating func add(_ node: Graph.Node, _ index: Int) throws(ONNXError) {
        let name = "\(index)"
        let inputs = node.inputs.map { values[$0] }
        let weights = try weights(of: node)
        switch node.operation {
        case .input:
            values.append(input)
            return
        case .dropout:
            values.append(inputs[0])
            return
        case .convolution(let window):
            add("Conv", node.name, inputs + weights, name, Self.attributes(window))
        case .linear:
            add("Gemm", node.name, inputs + weights, name, [Self.attribute("transB", 1)])
        case .relu: add("Relu", node.name, inputs, name)
        case .maxPool(let window):
            add("MaxPool", node.name, inputs, name, Self.attributes(window))
        case .averagePool(let window):
            add(
                "AveragePool", node.name, inputs, name,
                Self.attributes(window) + [Self.attribute("count_include_pad", 1)])
        case .adaptiveAveragePool(let height, let width):
            pool(node, inputs, name, height, width)
        case .flatten:
            add("Flatten", node.name, inputs, name, [Self.attribute("axis", 1)])
        case .batchNorm(let norm):
            var epsilon = Onnx_AttributeProto()
            (epsilon.name, epsilon.type, epsilon.f) = ("epsilon", .float, Float(norm.epsilon))
            add("BatchNormalization", node.name, inputs + weights, name, [epsilon])
        case .add: add("Add", node.name, inputs, name)
        case .concatenate:
            add("Concat", node.name, inputs, name, [Self.attribute("axis", 1)])
        }
        values.append(name)
    }

    /// Adds the parameters of a node, except counters, as constants.
    /// - Returns: the names of the parameters.
    private mutating func weights(of node: Graph.Node) throws(ONNXError) -> [String] {
        var names: [String] = []
        for parameter in node.parameters.map({ graph.parameters[$0] })
        where parameter.role != .counter {
            guard let tensor = parameters[parameter.name] else {
                throw .missing(parameter: parameter.name)
            }
            names.append(parameter.name)
            tensor.withUnsafeValues {
                add(constant: parameter.name, Array($0), parameter.shape.extents)
            }
        }
        return names
    }

    /// Adds an adaptive average pooling: an average pooling if all windows have the same size,
    /// otherwise multiplications with two matrices of means, one for the rows and one for the
    /// columns.
    private mutating func pool(
        _ node: Graph.Node, _ inputs: [String], _ name: String, _ height: Int, _ width: Int
    ) {
        let shape = graph.shape(of: node.inputs[0])
        let (rows, columns) = (shape[2], shape[3])
        if (height, width) == (1, 1) {
            add("GlobalAveragePool", node.name, inputs, name)
        } else if rows % height == 0, columns % width == 0 {
            let size = [rows / height, columns / width]
            add(
                "AveragePool", node.name, inputs, name,
                [Self.attribute("kernel_shape", size), Self.attribute("strides", size)])
        } else {
            add(constant: "\(name).rows", Self.means(height, of: rows), [height, rows])
            let transposed = Self.means(width, of: columns, isTransposed: true)
            add(constant: "\(name).columns", transposed, [columns, width])
            add("MatMul", "\(node.name).rows", ["\(name).rows"] + inputs, "\(name).partial")
            add("MatMul", node.name, ["\(name).partial", "\(name).columns"], name)
        }
    }

    /// The matrix of means, `[windows, extent]`: row i contains the weights of window i, `floor(i *
    /// extent / windows) ..< ceil((i + 1) * ...)`.
    private static func means(
        _ windows: Int, of extent: Int, isTransposed: Bool = false
    ) -> [Float] {
        var matrix = [Float](repeating: 0, count: windows * extent)
        for window in 0..<windows {
            let range = window * extent / windows..<((window + 1) * extent + windows - 1) / windows
            for pixel in range {
                let index = isTransposed ? pixel * windows + window : window * extent + pixel
                matrix[index] = 1 / Float(range.count)
            }
        }
        return matrix
    }

    private mutating func add(
        _ type: String, _ name: String, _ inputs: [String], _ output: String,
        _ attributes: [Onnx_AttributeProto] = []
    ) {
        var node = Onnx_NodeProto()
        // Node names must be unique in an ONNX graph; layer names need not be.
        (node.opType, node.name) = (type, "\(name)/\(output)")
        (node.input, node.output, node.attribute) = (inputs, [output], attributes)
        proto.node.append(node)
    }

    private mutating func add(constant name: String, _ values: [Float], _ extents: [Int]) {
        guard written.insert(name).inserted else { return }
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        tensor.dims = extents.map(Int64.init)
        // ONNX requires little-endian data, the byte order of this machine.
        tensor.rawData = values.withUnsafeBytes { Data($0) }
        proto.initializer.append(tensor)
    }

    private static func attributes(_ window: Window) -> [Onnx_AttributeProto] {
        [
            attribute("kernel_shape", [window.size, window.size]),
            attribute("strides", [window.stride, window.stride]),
            attribute("pads", [Int](repeating: window.padding, count: 4)),
        ]
    }

    private static func attribute(_ name: String, _ values: [Int]) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type) = (name, .ints)
        attribute.ints = values.map(Int64.init)
        return attribute
    }

    private static func attribute(_ name: String, _ value: Int) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.i) = (name, .int, Int64(value))
        return attribute
    }

    /// The type of the images or logits, with a variable number of rows N.
    private static func value(_ name: String, _ shape: Shape) -> Onnx_ValueInfoProto {
        var dimensions = Onnx_TensorShapeProto()
        dimensions.dim = shape.extents.enumerated().map { axis, extent in
            var dimension = Onnx_TensorShapeProto.Dimension()
            if axis == 0 { dimension.dimParam = "N" } else { dimension.dimValue = Int64(extent) }
            return dimension
        }
        var type = Onnx_TypeProto()
        type.tensorType.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        type.tensorType.shape = dimensions
        var value = Onnx_ValueInfoProto()
        (value.name, value.type) = (name, type)
        return value
    }
}
