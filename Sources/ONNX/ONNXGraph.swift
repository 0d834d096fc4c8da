import Foundation
import SwiftProtobuf

/// A builder of an ONNX graph: it adds nodes, constants and outputs one by one. A value has the
/// name of the node output or constant that it comes from.
struct ONNXGraph {
    private(set) var proto = Onnx_GraphProto()
    private var written: Set<String> = []

    init(_ input: ONNXValue) { proto.input = [Self.value(input)] }

    // MARK: - Nodes

    /// Adds a node.
    /// - Parameters:
    ///   - type: the operator.
    ///   - name: the name of the layer or computation, which need not be unique.
    ///   - unused: the names of further outputs of the operator.
    /// - Returns: the name of its output.
    @discardableResult mutating func add(
        _ type: String, _ name: String, _ inputs: [String], _ output: String,
        _ attributes: [Onnx_AttributeProto] = [], unused: [String] = []
    ) -> String {
        var node = Onnx_NodeProto()
        // Node names must be unique in an ONNX graph; layer names need not be.
        (node.opType, node.name) = (type, "\(name)/\(output)")
        (node.input, node.output, node.attribute) = (inputs, [output] + unused, attributes)
        proto.node.append(node)
        return output
    }

    /// Adds the conversion of values to another type.
    mutating func addCast(_ input: String, to type: ONNXElement, _ output: String) -> String {
        add("Cast", "cast", [input], output, [Self.attribute("to", type.number)])
    }

    /// Adds an output of the model, the value with its name.
    mutating func addOutput(_ output: ONNXValue) { proto.output.append(Self.value(output)) }

    // MARK: - Constants

    /// Adds constants in single precision.
    @discardableResult mutating func add(
        constant name: String, _ values: [Float], _ extents: [Int]
    ) -> String {
        add(constant: name, .float, values, extents)
    }

    /// Adds constants in double precision.
    mutating func add(constant name: String, _ values: [Double], _ extents: [Int]) -> String {
        add(constant: name, .double, values, extents)
    }

    /// Adds whole numbers: a vector, or a scalar.
    mutating func add(constant name: String, _ values: [Int], isScalar: Bool = false) -> String {
        add(constant: name, .int64, values.map { Int64($0) }, isScalar ? [] : [values.count])
    }

    private mutating func add<Number>(
        constant name: String, _ type: ONNXElement, _ values: [Number], _ extents: [Int]
    ) -> String {
        guard written.insert(name).inserted else { return name }
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dataType = Int32(type.number)
        tensor.dims = extents.map(Int64.init)
        // ONNX requires little-endian data, the byte order of this machine.
        tensor.rawData = values.withUnsafeBytes { Data($0) }
        proto.initializer.append(tensor)
        return name
    }

    // MARK: - Attributes and types

    /// A list of whole numbers.
    static func attribute(_ name: String, _ values: [Int]) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type) = (name, .ints)
        attribute.ints = values.map(Int64.init)
        return attribute
    }

    /// A whole number.
    static func attribute(_ name: String, _ value: Int) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.i) = (name, .int, Int64(value))
        return attribute
    }

    /// A number in single precision.
    static func attribute(_ name: String, _ value: Float) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.f) = (name, .float, value)
        return attribute
    }

    /// The type of an input or output with a variable number of rows N.
    private static func value(_ described: ONNXValue) -> Onnx_ValueInfoProto {
        var rows = Onnx_TensorShapeProto.Dimension()
        rows.dimParam = "N"
        var dimensions = Onnx_TensorShapeProto()
        dimensions.dim =
            [rows]
            + described.shape.map { extent in
                var dimension = Onnx_TensorShapeProto.Dimension()
                dimension.dimValue = Int64(extent)
                return dimension
            }
        var type = Onnx_TypeProto()
        type.tensorType.elemType = Int32(described.type.number)
        type.tensorType.shape = dimensions
        var value = Onnx_ValueInfoProto()
        (value.name, value.type) = (described.name, type)
        return value
    }
}
