import Foundation
internal import HTTPTypes
internal import Hummingbird
import Inference
import JSON
import Results
import Vocabulary

/// The routes of the Open Inference Protocol (KServe's version 2), whose clients send images as
/// tensors of the type `BYTES`. The paths of its health checks belong to `StateRoutes`.
struct InferenceRoutes: Sendable {
    let model: ServedModel
    let budget: BodyBudget

    func add(to routes: inout Routes) {
        routes.get("/v2") { _, _ in
            .json(["name": "study", "version": "1", "extensions": []])
        }
        routes.get("/v2/models/:name") { _, context in
            try check(context)
            return .json(metadata)
        }
        routes.get("/v2/models/:name/ready") { _, context in
            try check(context)
            return .json(["name": .string(model.card.name), "ready": true])
        }
        routes.post("/v2/models/:name/infer") { request, context in
            try check(context)
            return try await infer(request)
        }
    }

    /// Refuses the name of another model.
    private func check(_ context: BasicRequestContext) throws(ProblemDetails) {
        let name = context.parameters.get("name").map { $0.removingPercentEncoding ?? $0 } ?? ""
        guard name == model.card.name else {
            throw ProblemDetails(
                .notFound,
                "no model '\(name.prefix(100))'; this server has '\(model.card.name)'")
        }
    }

    private var metadata: JSONValue {
        [
            "name": .string(model.card.name), "versions": [], "platform": "study",
            "inputs": [["name": "image", "datatype": "BYTES", "shape": [-1]]],
            "outputs": .array(
                outputs.map { output in
                    [
                        "name": .string(output.rawValue), "datatype": .string(output.type),
                        "shape": output.isOfClasses
                            ? [-1, .number(Double(model.classes.count))] : [-1],
                    ]
                }),
            model.isMultilabel ? "labels" : "classes":
                .array(model.classes.map { .string($0) }),
        ]
    }

    /// An output tensor.
    private enum Output: String, CaseIterable {
        case predicted = "class"
        /// For each label whether it is predicted; only if images can have several labels, which
        /// have no class.
        case labels
        case probabilities
        case logits
        /// Whether the model abstains; only of a model that may.
        case abstains

        var type: String {
            switch self {
            case .predicted: "BYTES"
            case .abstains, .labels: "BOOL"
            case .probabilities, .logits: "FP32"
            }
        }
        /// True if the tensor has a value for each class or label.
        var isOfClasses: Bool { self == .probabilities || self == .logits || self == .labels }
    }

    /// The output tensors of the model.
    private var outputs: [Output] {
        Output.allCases.filter { output in
            switch output {
            case .predicted: !model.isMultilabel
            case .labels: model.isMultilabel
            case .abstains: model.decisions.abstention != nil
            case .probabilities, .logits: true
            }
        }
    }

    /// The predictions as tensors. The protocol has no error of a single image, so an unreadable
    /// image is an error of the request.
    private func infer(_ request: Request) async throws -> Response {
        guard request.headers[.inferenceHeaderLength] == nil else {
            throw ProblemDetails(
                .badType, "binary tensor data are not supported; send the images as base64")
        }
        let content = try await budget.read(request, atMost: model.limits.bodyBytes) { body in
            try PredictionRequest(request, body, model.limits, hasTensors: true)
        }
        guard !content.isExplained else {
            throw ProblemDetails(
                .badRequest, "the protocol has no heat maps; ask for them at /v1/predict")
        }
        let wanted = try content.outputs.map { name throws(ProblemDetails) in
            guard let output = outputs.first(where: { $0.rawValue == name }) else {
                throw ProblemDetails(
                    .badRequest,
                    "no output '\(name.prefix(50))'; "
                        + Names(outputs.map(\.rawValue)).suggestion(for: name))
            }
            return output
        }
        let predictions = try await model.predict(content.images, isExplained: false).map {
            try $0.served.prediction
        }
        func values(_ output: Output) -> [JSONValue] {
            predictions.flatMap { prediction -> [JSONValue] in
                switch output {
                case .predicted: [.string(model.classes[prediction.predicted])]
                case .labels:
                    model.classes.indices.map {
                        .boolean(prediction.predictedLabels?.contains($0) ?? false)
                    }
                case .probabilities:
                    prediction.probabilities.map { .number($0) }
                case .logits: prediction.logits.map { .number(Double($0)) }
                case .abstains: [.boolean(prediction.isAbstention)]
                }
            }
        }
        let count = JSONValue.number(Double(predictions.count))
        var json: JSONValue = ["model_name": .string(model.card.name)]
        json["id"] = content.id.map { .string($0) }
        json["outputs"] = .array(
            (wanted.isEmpty ? outputs : wanted).map { output in
                [
                    "name": .string(output.rawValue), "datatype": .string(output.type),
                    "shape": output.isOfClasses
                        ? [count, .number(Double(model.classes.count))] : [count],
                    "data": .array(values(output)),
                ]
            })
        return .json(json)
    }
}

extension HTTPField.Name {
    /// The length of the JSON before binary tensor data.
    fileprivate static let inferenceHeaderLength = HTTPField.Name(
        "Inference-Header-Content-Length")!
}
