import Foundation
internal import HTTPTypes
internal import Hummingbird
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
            let host = request.head.authority ?? "localhost:8000"
            return pages.page(DocumentationView(model.limits, host: host), title: "API")
        }
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
            case .success(let (prediction, view)):
                let files = try await model.encoded(view, heat: prediction.heatMap)
                let result = ResultView(
                    image.name, prediction, classes: model.classes, image: files.plain,
                    heated: files.heated, form: form)
                return pages.page(result, title: result.predicted)
            case .failure(let error): throw ProblemDetails(.badImage, "\(error)")
            }
        } catch { return errorPage(state.problem(error)) }
    }

    private func errorPage(_ problem: ProblemDetails) -> Response {
        var response = pages.page(
            ProblemView(problem, form: form), title: problem.kind.title,
            status: problem.kind.status)
        response.headers.append(contentsOf: problem.headers)
        response.headers[.connection] = "close"
        return response
    }

    /// The uploaded file, or the example image whose number a button sent.
    private func chosen(_ request: Request, _ body: [UInt8]) throws(ProblemDetails) -> Upload {
        let type = request.headers[.contentType] ?? ""
        let form = try Multipart(body, type: type, most: model.limits.images)
        if let part = form.parts.first(where: { $0.name == "sample" && $0.filename == nil }) {
            let number = String(decoding: body[part.content], as: UTF8.self)
            guard let sample = sample(number) else {
                throw ProblemDetails(.badRequest, "no such example image")
            }
            return Upload(name: sample.title, content: sample.content)
        }
        guard let image = try Upload.images(request, body, model.limits).first else {
            throw Upload.noImage
        }
        return image
    }

    private var form: FormView { FormView(model.card, samples, model.limits) }
}
