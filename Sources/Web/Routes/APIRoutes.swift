internal import Hummingbird
import Images
import Inference
import JSON
import Vocabulary

/// What programs ask.
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

    /// Every image with its probabilities; one that cannot be read with its reason, and the whole
    /// is an error when none can be.
    private func predict(_ request: Request) async throws -> Response {
        let isExplained = try isExplained(request)
        let answers = try await answers(request, isExplained: isExplained, field: "image")
        let failures = answers.compactMap { answer -> ImageError? in
            if case .failure(let error) = answer.prediction.logits { error } else { nil }
        }
        if failures.count == answers.count, let first = failures.first {
            throw Problem(.badImage, "\(first)")
        }
        for case .failure(let error as ExplanationError)? in answers.map(\.heat) {
            throw Problem(.notBuilt, error.description)
        }
        return .json([
            "classes": .array(model.classes.map { .string($0) }),
            "predictions": .array(answers.map(json)),
        ])
    }

    private func json(_ answer: ServedModel.Answer) -> JSONValue {
        var json = answer.prediction.json(classes: model.classes, naming: "name")
        json["heatError"] = answer.heatProblem.map { .string($0) }
        if let heat = answer.heatMap {
            json["heat"] = [
                "width": .number(Double(heat.width)), "height": .number(Double(heat.height)),
                "values": .array(heat.values.map { .number(Double($0)) }),
            ]
        }
        return json
    }

    /// In the form that the first version of the application had, for one image.
    private func infer(_ request: Request) async throws -> Response {
        let answers = try await answers(request, isExplained: false, field: "file")
        guard answers.count == 1, let prediction = answers.first?.prediction else {
            throw Problem(.badRequest, "expected one image; got \(answers.count)")
        }
        guard let best = prediction.best, let row = prediction.probabilities else {
            guard case .failure(let error) = prediction.logits else { throw Upload.noImage }
            throw Problem(.badImage, "\(error)")
        }
        return .json([
            "Predicted Class": .number(Double(best)), "Class Label": .string(model.classes[best]),
            "probabilities": .array(row.map { .number(Double($0)) }),
        ])
    }

    private func answers(
        _ request: Request, isExplained: Bool, field: String
    ) async throws -> [ServedModel.Answer] {
        let images = try await budget.read(request, atMost: model.limits.bodyBytes) { body in
            try Upload.images(request, body, model.limits, field: field)
        }
        return try await model.predict(images, isExplained: isExplained)
    }

    private func isExplained(_ request: Request) throws(Problem) -> Bool {
        switch request.uri.queryParameters["explain"] {
        case nil, "false": return false
        case "true": return true
        default: throw Problem(.badRequest, "explain: expected true or false")
        }
    }
}
