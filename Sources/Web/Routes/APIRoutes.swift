internal import Hummingbird
import Images
import Inference
import JSON
import Vocabulary

/// The routes of the JSON API.
struct APIRoutes: Sendable {
    let model: ServedModel
    let budget: BodyBudget

    let base: BasePath

    func add(to routes: inout Routes) throws {
        routes.post("/v1/predict") { request, _ in try await predict(request) }
        routes.post("/infer") { request, _ in try await infer(request) }
        routes.get("/v1/model") { _, _ in .json(model.card.json) }
        let description = try openAPI
        routes.get("/openapi.json") { _, _ in .json(description) }
    }

    /// The OpenAPI document with the base path of this server.
    private var openAPI: JSONValue {
        get throws {
            var json = try JSONDocument(bytes: PackageResources.openapi_json, file: "openapi.json")
                .value
            json["servers"] = [["url": .string(base.path("/"))]]
            return json
        }
    }

    /// The probabilities of each image, or the error of an unreadable image. If all images are
    /// unreadable, the response is an error.
    private func predict(_ request: Request) async throws -> Response {
        let content = try await content(request, field: "image")
        let predictions = try await model.predict(
            content.images, isExplained: content.isExplained)
        let failures = predictions.compactMap { prediction -> ImageError? in
            if case .failure(let error) = prediction { error } else { nil }
        }
        if failures.count == predictions.count, let first = failures.first {
            throw ProblemDetails(.badImage, "\(first)")
        }
        for case .success(let served) in predictions {
            if case .failure(let error as ExplanationError)? = served.prediction.heat {
                throw ProblemDetails(.notBuilt, error.description)
            }
        }
        return .json([
            model.isMultilabel ? "labels" : "classes":
                .array(model.classes.map { .string($0) }),
            "predictions": .array(zip(content.images, predictions).map { json($0.name, $1) }),
        ])
    }

    private func json(
        _ name: String, _ result: Result<ServedPrediction, ImageError>
    ) -> JSONValue {
        var json = result.map(\.prediction).json(
            .init("name", .string(name)), classes: model.classes)
        guard case .success(let served) = result else { return json }
        if !served.notes.isEmpty { json["notes"] = .array(served.notes.map { .string($0) }) }
        json["heatError"] = served.prediction.heatError.map { .string($0) }
        if let heat = served.prediction.heatMap {
            json["heat"] = [
                "width": .number(Double(heat.width)), "height": .number(Double(heat.height)),
                "values": .array(heat.values.map { .number(Double($0)) }),
            ]
        }
        return json
    }

    /// The prediction of one image in the response format of the first version of the application.
    private func infer(_ request: Request) async throws -> Response {
        guard !model.isMultilabel else {
            throw ProblemDetails(
                .badRequest,
                "the response of /infer has one class, but the images of this model can have "
                    + "several labels; use /v1/predict")
        }
        let images = try await content(request, field: "file").images
        guard images.count == 1 else {
            throw ProblemDetails(.badRequest, "expected one image; got \(images.count)")
        }
        let prediction = try await model.predict(images, isExplained: false)[0].served.prediction
        var json: JSONValue = [
            "Predicted Class": .number(Double(prediction.predicted)),
            "Class Label": .string(model.classes[prediction.predicted]),
            "probabilities": .array(prediction.probabilities.map { .number($0) }),
        ]
        if prediction.isAbstention { json["abstains"] = true }
        return .json(json)
    }

    private func content(_ request: Request, field: String) async throws -> PredictionRequest {
        try await budget.read(request, atMost: model.limits.bodyBytes) { body in
            try PredictionRequest(request, body, model.limits, field: field)
        }
    }
}

extension Result where Success == ServedPrediction, Failure == ImageError {
    /// The prediction.
    /// - Throws: `ProblemDetails` if the image cannot be read.
    var served: ServedPrediction {
        get throws(ProblemDetails) {
            switch self {
            case .success(let prediction): prediction
            case .failure(let error): throw ProblemDetails(.badImage, "\(error)")
            }
        }
    }
}
