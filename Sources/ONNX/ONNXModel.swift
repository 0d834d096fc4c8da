package import Foundation
package import Networks
internal import SwiftProtobuf
package import Tensors
package import Vocabulary

/// A network with its weights as an ONNX model for inference (IR version 8, operator set 17): its
/// input are images `[N, 3, S, S]`, its outputs logits `[N, classes]` and, if wanted, their
/// softmax, for any N.
///
/// The operators are documented at https://onnx.ai/onnx/operators/.
package struct ONNXModel {
    /// The names of the input, the output and the optional output.
    package static let (input, output, probabilities) = ("image", "logits", "probabilities")
    private static let (irVersion, operatorSet): (Int64, Int64) = (8, 17)

    private var model = Onnx_ModelProto()

    /// - Parameters:
    ///   - parameters: the values of all parameters of the graph except counters, by name.
    ///   - normalization: the normalization that the model applies to images in [0, 1]; nil: the
    ///     input is already normalized.
    ///   - hasProbabilities: whether the softmax of the logits is a second output.
    ///   - metadata: texts that are stored in the model.
    /// - Throws: `ONNXError` if a parameter has no value.
    package init(
        _ graph: Graph, name: String, parameters: [String: Tensor],
        normalization: Normalization? = nil, hasProbabilities: Bool = false,
        metadata: [String: String] = [:], version: String
    ) throws(ONNXError) {
        var builder = ONNXGraph(graph, parameters: parameters)
        if let normalization { builder.normalize(normalization) }
        try builder.build()
        if hasProbabilities { builder.addProbabilities() }
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
        model.graph = builder.proto
        model.graph.name = name
    }

    /// The contents of the file; equal models give identical files.
    /// - Throws: `ONNXError.tooLarge` beyond 2 GiB, the limit of protocol buffers.
    package func data() throws(ONNXError) -> Data {
        do { return try model.serializedData() } catch { throw .tooLarge("\(error)") }
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
