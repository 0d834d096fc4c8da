import Foundation
internal import HTTPTypes
internal import Hummingbird
import Images
import Inference

/// The routes of the prediction pages: the form, the result, the example images and the API
/// documentation.
struct PageRoutes: Sendable {
    let model: ServedModel
    let samples: Samples
    let budget: BodyBudget
    let pages: Pages
    let state: ServerState

    func add(to routes: inout Routes) {
        routes.get("/") { _, _ in pages.page(form, title: "Predict") }
        routes.post("/") { request, _ in await predict(request) }
        routes.get("/samples/:number") { _, context in
            guard let sample = sample(context.parameters.get("number") ?? "") else {
                throw ProblemDetails(.notFound, "no such example image")
            }
            return .bytes(sample.content, type: sample.format.mediaType)
        }
        routes.get("/docs") { request, _ in
            pages.page(DocumentationView(model, address: address(request)), title: "API")
        }
    }

    /// The address of this server as the client sees it, for examples: that of a proxy if it names
    /// it.
    private func address(_ request: Request) -> String {
        func forwarded(_ name: String) -> String? {
            HTTPField.Name("X-Forwarded-\(name)").flatMap { request.headers[$0] }
        }
        let isSecure = forwarded("Proto")?.lowercased() == "https"
        let host = forwarded("Host").flatMap { HostName($0) == nil ? nil : $0 }
        return (isSecure ? "https" : "http") + "://"
            + (host ?? request.head.authority ?? "localhost:8000")
    }

    private func sample(_ number: String) -> Samples.Sample? {
        guard let index = Int(number), samples.all.indices.contains(index) else { return nil }
        return samples.all[index]
    }

    /// The page with the prediction, or with an error above the form.
    private func predict(_ request: Request) async -> Response {
        do {
            let image = try await budget.read(request, atMost: model.limits.bodyBytes) { body in
                try chosen(request, body)
            }
            switch try await model.predictAndView(image) {
            case .success(let (served, view)):
                let files = try await model.encoded(view, heat: served.prediction.heatMap)
                let result = ResultView(
                    image.name, served, model, image: files.plain, heated: files.heated, form: form)
                return pages.page(
                    result, title: result.isMultilabel ? result.title : result.predicted)
            case .failure(let error): throw ProblemDetails(.badImage, "\(error)")
            }
        } catch { return errorPage(state.problem(error)) }
    }

    private func errorPage(_ problem: ProblemDetails) -> Response {
        var response = pages.problem(problem, form: form)
        response.headers[.connection] = "close"
        return response
    }

    /// The uploaded file, or the example image whose number a button sent.
    private func chosen(_ request: Request, _ body: [UInt8]) throws(ProblemDetails) -> Upload {
        let type = request.headers[.contentType] ?? ""
        let form = try Multipart(body, type: type, most: model.limits.formParts)
        if let part = form.parts.first(where: { $0.name == "sample" && $0.filename == nil }) {
            guard let sample = sample(part.text) else {
                throw ProblemDetails(.badRequest, "no such example image")
            }
            return Upload(name: sample.title, content: sample.content)
        }
        let images = try PredictionRequest.images(form, model.limits, field: "image")
        guard let image = images.first else { throw Upload.noImage }
        guard images.count == 1 else {
            throw ProblemDetails(
                .badRequest, "expected one image; got \(images.count); for several, use the API")
        }
        return image
    }

    private var form: FormView { FormView(model.card, samples, model.limits) }
}
