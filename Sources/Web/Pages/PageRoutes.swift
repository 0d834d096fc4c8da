import Foundation
internal import Hummingbird
import Inference

/// What people see: the form with its samples, the result, the documentation.
struct PageRoutes: Sendable {
    let model: ServedModel
    let samples: Samples
    let budget: BodyBudget
    let pages: Pages
    let state: ServerState

    func add(to routes: inout Routes) {
        routes.get("/") { _, _ in pages.page(form, title: "Predict") }
        routes.post("/") { request, _ in await answer(request) }
        routes.get("/samples/:number") { _, context in
            guard let sample = sample(context.parameters.get("number") ?? "") else {
                throw ProblemDetails(.notFound, "there is no such sample")
            }
            return .bytes(sample.content, type: sample.format.mediaType)
        }
        routes.get("/docs") { _, _ in
            pages.page(DocumentationView(model.limits), title: "For programs")
        }
    }

    private func sample(_ number: String) -> Samples.Sample? {
        guard let index = Int(number), samples.all.indices.contains(index) else { return nil }
        return samples.all[index]
    }

    /// The result, or what went wrong with the form below it.
    private func answer(_ request: Request) async -> Response {
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
        } catch { return trouble(state.problem(error)) }
    }

    private func trouble(_ problem: ProblemDetails) -> Response {
        var response = pages.page(
            ProblemView(problem, form: form), title: problem.kind.title,
            status: problem.kind.status)
        response.headers.append(contentsOf: problem.headers)
        response.headers[.connection] = "close"
        return response
    }

    /// The uploaded file, or the sample whose number a button sent.
    private func chosen(_ request: Request, _ body: [UInt8]) throws(ProblemDetails) -> Upload {
        let type = request.headers[.contentType] ?? ""
        let form = try Multipart(body, type: type, most: model.limits.images)
        if let part = form.parts.first(where: { $0.name == "sample" && $0.filename == nil }) {
            let number = String(decoding: body[part.content], as: UTF8.self)
            guard let sample = sample(number) else {
                throw ProblemDetails(.badRequest, "there is no such sample")
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
