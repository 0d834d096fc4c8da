package import Foundation
package import Networks
package import Results
internal import SwiftProtobuf
package import Tensors
package import Vocabulary

/// One or several networks with their weights as an ONNX model for inference (IR version 8,
/// operator set 17), for any number N of images: its input are images `[N, 3, S, S]`, its outputs
/// logits `[N, classes]` and, if there are several networks, decisions or several labels, the
/// probabilities, the results of the decisions and the spread of the networks.
///
/// Everything after the logits is computed in double precision, as by `Prediction`. The operators
/// are documented at https://onnx.ai/onnx/operators/.
package struct ONNXModel {
    /// The names of the input and of the outputs.
    package static let (image, logits, probabilities) = ("image", "logits", "probabilities")
    package static let (predicted, certainty, abstains) = ("class", "certainty", "abstains")
    package static let (labels, spread) = ("labels", "spread")
    private static let (irVersion, operatorSet): (Int64, Int64) = (8, 17)

    /// The outputs, in this order:
    ///
    /// - `logits`: those of a single network without augmentation; otherwise the logarithms of the
    ///   mean probabilities, and of labels their logits,
    /// - `probabilities`: the calibrated probabilities, if wanted, or if there are decisions,
    ///   several networks or several labels; of labels, one for each, the sigmoid of its logit,
    /// - `class`: the index of the predicted class, with a threshold or abstention,
    /// - `labels`: for each label whether it is predicted, with thresholds of labels,
    /// - `certainty` of that class and `abstains`, true if it is too small, with abstention,
    /// - `spread`: the standard deviation of the networks' probabilities of the predicted class
    ///   before calibration, if there are several networks.
    package let outputs: [ONNXValue]
    /// The input, `image`.
    package let input: ONNXValue
    private var model = Onnx_ModelProto()

    /// - Parameters:
    ///   - networks: the networks, at least one, whose mean probabilities are those of the model;
    ///     all have the same input and the same number of classes.
    ///   - decisions: the decisions of the model.
    ///   - positive: the index of the positive class; nil without one.
    ///   - isMultilabel: true if images can have several labels, each with its own probability.
    ///   - hasProbabilities: whether a single network without decisions has probabilities, too.
    ///   - metadata: texts that are stored in the model.
    /// - Throws: `ONNXError` if a parameter has no value.
    package init(
        _ networks: [ONNXNetwork], name: String, decisions: ModelDecisions = ModelDecisions(),
        positive: Int? = nil, isMultilabel: Bool = false, hasProbabilities: Bool = false,
        metadata: [String: String] = [:], version: String
    ) throws(ONNXError) {
        let side = networks[0].graph.inputShape[2]
        input = ONNXValue(name: Self.image, type: .float, shape: [3, side, side])
        var graph = ONNXGraph(input)
        outputs = try graph.add(
            networks, decisions, positive: positive, isMultilabel: isMultilabel,
            hasProbabilities: hasProbabilities)
        for output in outputs { graph.addOutput(output) }
        model.irVersion = Self.irVersion
        model.producerName = "study"
        model.producerVersion = version
        var operators = Onnx_OperatorSetIdProto()
        operators.domain = ""
        operators.version = Self.operatorSet
        model.opsetImport = [operators]
        model.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
            var entry = Onnx_StringStringEntryProto()
            (entry.key, entry.value) = (key, value)
            return entry
        }
        model.graph = graph.proto
        model.graph.name = name
    }

    /// The contents of the file; equal models give identical files.
    /// - Throws: `ONNXError.tooLarge` beyond 2 GiB, the limit of protocol buffers.
    package func data() throws(ONNXError) -> Data {
        do { return try model.serializedData() } catch { throw .tooLarge("\(error)") }
    }
}

/// A network with its weights, as a part of an ONNX model.
package struct ONNXNetwork {
    let graph: Graph
    let parameters: [String: Tensor]
    let normalization: Normalization?

    /// - Parameters:
    ///   - parameters: the values of all parameters of the graph except counters, by name.
    ///   - normalization: the normalization that the model applies to images in [0, 1]; nil: the
    ///     input is already normalized.
    package init(
        _ graph: Graph, parameters: [String: Tensor], normalization: Normalization? = nil
    ) {
        self.graph = graph
        self.parameters = parameters
        self.normalization = normalization
    }
}

/// An input or output of an ONNX model, with N rows.
package struct ONNXValue: Sendable, Hashable {
    package let name: String
    package let type: ONNXElement
    /// The shape of a row; the whole shape is `[N] + shape`.
    package let shape: [Int]

    /// Creates the description of an input or output.
    package init(name: String, type: ONNXElement, shape: [Int]) {
        self.name = name
        self.type = type
        self.shape = shape
    }
}

/// A type of the elements of a tensor in an ONNX model.
package enum ONNXElement: String, Sendable {
    case float = "float32"
    case double = "float64"
    case int64
    case bool

    /// The number of the type in the ONNX format.
    var number: Int {
        let type: Onnx_TensorProto.DataType =
            switch self {
            case .float: .float
            case .double: .double
            case .int64: .int64
            case .bool: .bool
            }
        return type.rawValue
    }
}

/// A network that cannot be written as ONNX.
package enum ONNXError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(parameter: String)
    case tooLarge(String)

    package var description: String {
        switch self {
        case .missing(let name): "the weights do not contain '\(name)', which the network needs"
        case .tooLarge(let reason): "the model cannot be written as an ONNX file: \(reason)"
        }
    }
}
