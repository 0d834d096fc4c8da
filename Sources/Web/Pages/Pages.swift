import Foundation
internal import Hummingbird
import Mustache

/// The pages, from the templates that are part of the program.
struct Pages: Sendable {
    private let library: MustacheLibrary
    /// The pages that all others lead to.
    private let links: [(path: String, title: String)]
    private let predicts: Bool

    /// - Parameters:
    ///   - predicts: whether there is a network that answers.
    ///   - hasResults: whether there are studies to look at.
    /// - Throws: never but for a template that is broken.
    init(predicts: Bool, hasResults: Bool) throws {
        self.predicts = predicts
        links =
            (predicts ? [("/", "Predict")] : []) + (hasResults ? [("/results", "Results")] : [])
            + (predicts ? [("/docs", "For programs")] : [])
        var library = MustacheLibrary()
        let templates: [(String, [UInt8])] = [
            ("layout", PackageResources.layout_mustache),
            ("predict", PackageResources.predict_mustache),
            ("upload", PackageResources.upload_mustache),
            ("result", PackageResources.result_mustache),
            ("card", PackageResources.card_mustache),
            ("problem", PackageResources.problem_mustache),
            ("docs", PackageResources.docs_mustache),
            ("studies", PackageResources.studies_mustache),
            ("study", PackageResources.study_mustache),
            ("live", PackageResources.live_mustache),
            ("plots", PackageResources.plots_mustache),
            ("comparison", PackageResources.comparison_mustache),
        ]
        for (name, bytes) in templates {
            try library.register(String(decoding: bytes, as: UTF8.self), named: name)
        }
        self.library = library
    }

    /// A part of a page.
    func part(_ template: String, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: template) ?? ""
    }

    /// A whole page.
    /// - Parameters:
    ///   - values: what the template names; texts are escaped.
    func page(
        _ template: String, title: String, status: HTTPResponse.Status = .ok,
        _ values: [String: Any]
    ) -> Response {
        let layout: [String: Any] = [
            "title": title, "content": part(template, values), "predicts": predicts,
            "links": links.map { ["path": $0.path, "title": $0.title] },
        ]
        let text = library.render(layout, withTemplate: "layout")
        return .text(text ?? "", type: "text/html; charset=utf-8", status: status)
    }
}
