internal import Hummingbird
import Images
import Inference
import JSON
import Vocabulary

/// The routes of the JSON API.
struct APIRoutes: Sendable {
    let model: ServedModel
    let budget: BodyBudget

    func add(to routes: inout Routes) {
        routes.post("/v1/predict") { request, _ in try await predict(request) }
        routes.post("/infer") { request, _ in try await infer(request) }
        routes.get("/v1/model") { _, _ in .json(model.card.json) }
        routes.get("/openapi.json") { _, _ in
            .bytes(PackageResources.openapi_json, type: "application/json")
        }
    }

    /// The probabilities of each image, or the error of an unreadable image. If all images are
    /// unreadable, the response is an error.
    private func predict(_ request: Request) async throws -> Response {
        let isExplained = try isExplained(request)
        let images = try await images(request, field: "image")
        let predictions = try await model.predict(images, isExplained: isExplained)
        let failures = predictions.compactMap { prediction -> ImageError? in
            if case .failure(let error) = prediction { error } else { nil }
        }
        if failures.count == predictions.count, let first = failures.first {
            throw ProblemDetails(.badImage, "\(first)")
        }
        for case .success(let prediction) in predictions {
            if case .failure(let error as ExplanationError)? = prediction.heat {
                throw ProblemDetails(.notBuilt, error.description)
            }
        }
        return .json([
            "classes": .array(model.classes.map { .string($0) }),
            "predictions": .array(zip(images, predictions).map { json($0.name, $1) }),
        ])
    }

    private func json(_ name: String, _ prediction: ImagePrediction) -> JSONValue {
        var json = prediction.json(.init("name", .string(name)), classes: model.classes)
        guard case .success(let prediction) = prediction else { return json }
        json["heatError"] = prediction.heatError.map { .string($0) }
        if let heat = prediction.heatMap {
            json["heat"] = [
                "width": .number(Double(heat.width)), "height": .number(Double(heat.height)),
                "values": .array(heat.values.map { .number(Double($0)) }),
            ]
        }
        return json
    }

    /// The prediction of one image in the response format of the first version of the application.
    private func infer(_ request: Request) async throws -> Response {
        let images = try await images(request, field: "file")
        let predictions = try await model.predict(images, isExplained: false)
        guard predictions.count == 1 else {
            throw ProblemDetails(.badRequest, "expected one image; got \(predictions.count)")
        }
        switch predictions[0] {
        case .success(let prediction):
            return .json([
                "Predicted Class": .number(Double(prediction.predicted)),
                "Class Label": .string(model.classes[prediction.predicted]),
                "probabilities": .array(prediction.probabilities.map { .number(Double($0)) }),
            ])
        case .failure(let error): throw ProblemDetails(.badImage, "\(error)")
        }
    }

    private func images(_ request: Request, field: String) async throws -> [Upload] {
        try await budget.read(request, atMost: model.limits.bodyBytes) { body in
            try Upload.images(request, body, model.limits, field: field)
        }
    }

    private func isExplained(_ request: Request) throws(ProblemDetails) -> Bool {
        switch request.uri.queryParameters["explain"] {
        case nil, "false": return false
        case "true": return true
        case let other?:
            throw ProblemDetails(
                .badRequest, "explain: expected true or false; got '\(other.prefix(50))'")
        }
    }
}
