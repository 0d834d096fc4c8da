package import Foundation
package import Networks
internal import SwiftProtobuf
package import Tensors
package import Vocabulary

/// A network with its weights as an ONNX model (IR version 8, operator set 17), in inference:
/// images `[N, 3, S, S]` in, logits `[N, classes]` out, N as large as one likes.
///
/// The operators: https://onnx.ai/onnx/operators/
package struct ONNXModel {
    /// The names of what goes in and comes out.
    package static let (input, output) = ("image", "logits")
    private static let (irVersion, operatorSet): (Int64, Int64) = (8, 17)

    private var model = Onnx_ModelProto()

    /// - Parameters:
    ///   - parameters: all of the graph's but counters, by name.
    ///   - normalization: what the model itself does first, with images in [0, 1]; nil: it is given
    ///     normalised images.
    ///   - metadata: free text beside the model.
    /// - Throws: `ONNXError` for a parameter that is missing.
    package init(
        _ graph: Graph, name: String, parameters: [String: Tensor],
        normalization: Normalization? = nil, metadata: [String: String] = [:], version: String
    ) throws(ONNXError) {
        var builder = ONNXGraph(graph, parameters: parameters)
        if let normalization { builder.normalize(normalization) }
        try builder.build()
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

    /// The file's bytes; the same model gives the same bytes.
    /// - Throws: `ONNXError.tooLarge`: protocol buffers end at 2 GiB.
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
        case .missing(let name): "the weights have no '\(name)', which the network needs"
        case .tooLarge(let reason): "the model cannot be written as one ONNX file: \(reason)"
        }
    }
}
