import Datasets
import Foundation
internal import Hummingbird
import Images
import Inference

/// What people see: the form with its samples, the result, the documentation.
struct PageRoutes: Sendable {
    let model: ServedModel
    let samples: Samples
    let budget: BodyBudget
    let pages: Pages
    let state: ServerState

    func add(to routes: inout Routes) {
        routes.get("/") { _, _ in pages.page("predict", title: "Predict", form()) }
        routes.post("/") { request, _ in await answer(request) }
        routes.get("/samples/:number") { _, context in
            guard let sample = sample(context.parameters.get("number") ?? "") else {
                throw Problem(.notFound, "there is no such sample")
            }
            return .bytes(sample.content, type: sample.format.mediaType)
        }
        routes.get("/docs") { _, _ in
            pages.page("docs", title: "For programs", documentation())
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
            let answers = try await model.predict([image], isExplained: true)
            guard let answer = answers.first else { throw Upload.noImage }
            let prediction = answer.prediction
            if case .failure(let error) = prediction.logits {
                throw Problem(.badImage, "\(error)")
            }
            let (view, heated) = try await model.views(image, heat: answer.heatMap)
            let best = prediction.best.map { model.classes[$0] } ?? ""
            var values = self.values(prediction, view, heated)
            values["heatProblem"] = answer.heatProblem ?? ""
            values["hasHeatProblem"] = answer.heatProblem != nil
            return pages.page("result", title: best, values)
        } catch let error as ImageError {
            // The whole image is decoded to be shown, the network needs a part of it.
            return trouble(Problem(.badImage, "\(error)"))
        } catch { return trouble(state.problem(error)) }
    }

    private func trouble(_ problem: Problem) -> Response {
        var values = form()
        values["problem"] = ["title": problem.kind.title, "detail": problem.detail]
        var response = pages.page(
            "problem", title: problem.kind.title, status: problem.kind.status, values)
        response.headers.append(contentsOf: problem.headers)
        response.headers[.connection] = "close"
        return response
    }

    /// The uploaded file, or the sample whose number a button sent.
    private func chosen(_ request: Request, _ body: [UInt8]) throws(Problem) -> Upload {
        let type = request.headers[.contentType] ?? ""
        let form = try Multipart(body, type: type, most: model.limits.images)
        if let part = form.parts.first(where: { $0.name == "sample" && $0.filename == nil }) {
            let number = String(decoding: body[part.content], as: UTF8.self)
            guard let sample = sample(number) else {
                throw Problem(.badRequest, "there is no such sample")
            }
            return Upload(name: sample.title, content: sample.content)
        }
        guard let image = try Upload.images(request, body, model.limits).first else {
            throw Upload.noImage
        }
        return image
    }

    private func form() -> [String: Any] {
        [
            "samples": samples.all.enumerated().map { index, sample in
                ["number": "\(index)", "title": sample.title]
            },
            "hasSamples": !samples.all.isEmpty, "card": card(),
            "limit": "\(model.limits.bodyBytes >> 20)",
        ]
    }

    private func values(
        _ prediction: ImagePrediction, _ view: Data, _ heated: Data?
    ) -> [String: Any] {
        let row = prediction.probabilities ?? []
        let ranked = row.indices.sorted { row[$0] > row[$1] }.prefix(10)
        var values = form()
        values["name"] = prediction.file
        values["class"] = prediction.best.map { model.classes[$0] } ?? ""
        values["image"] = view.base64EncodedString()
        values["heated"] = heated.map { ["image": $0.base64EncodedString()] } ?? [:]
        values["hasHeat"] = heated != nil
        values["rows"] = ranked.map { index in
            [
                "class": model.classes[index], "value": "\(row[index])",
                "percent": String(format: "%.1f", 100 * row[index]), "number": "\(index)",
            ]
        }
        return values
    }

    private func card() -> [String: Any] {
        let card = model.card
        return [
            "network": card.network, "classes": card.classes.joined(separator: ", "),
            "digest": card.digest,
            "facts": card.facts.map { ["title": $0.title, "value": $0.value] },
            "hasFigures": !card.figures.isEmpty, "testImages": "\(card.testImages)",
            "byPatient": card.patients != nil, "patients": card.patients.map { "\($0)" } ?? "",
            "figures": card.figures.map { figure in
                [
                    "title": figure.title, "value": figure.text(figure.value),
                    "interval": figure.interval.map {
                        "\(figure.text($0.lowerBound)) to \(figure.text($0.upperBound))"
                    } ?? "–",
                ]
            },
        ]
    }

    private func documentation() -> [String: Any] {
        [
            "images": "\(model.limits.images)", "megabytes": "\(model.limits.bodyBytes >> 20)",
            "megapixels": "\(model.limits.pixels / 1_000_000)",
            "problems": Problem.Kind.allCases.map { kind in
                [
                    "name": kind.rawValue, "title": kind.title,
                    "status": "\(kind.status.code)",
                ]
            },
        ]
    }
}

extension ModelCard.Figure {
    /// As people read it: shares in percent.
    fileprivate func text(_ value: Double) -> String {
        isShare ? String(format: "%.1f%%", 100 * value) : String(format: "%.3f", value)
    }
}
