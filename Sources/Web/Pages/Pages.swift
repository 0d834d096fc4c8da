import Foundation
internal import Hummingbird
import Mustache

/// The pages, from the templates that are part of the program.
struct Pages: Sendable {
    private let library: MustacheLibrary

    /// - Throws: never but for a template that is broken.
    init() throws {
        var library = MustacheLibrary()
        let templates: [(String, [UInt8])] = [
            ("layout", PackageResources.layout_mustache),
            ("predict", PackageResources.predict_mustache),
            ("upload", PackageResources.upload_mustache),
            ("result", PackageResources.result_mustache),
            ("card", PackageResources.card_mustache),
            ("problem", PackageResources.problem_mustache),
            ("docs", PackageResources.docs_mustache),
        ]
        for (name, bytes) in templates {
            try library.register(String(decoding: bytes, as: UTF8.self), named: name)
        }
        self.library = library
    }

    /// A whole page.
    /// - Parameters:
    ///   - values: what the template names; texts are escaped.
    func page(
        _ template: String, title: String, status: HTTPResponse.Status = .ok,
        _ values: [String: Any]
    ) -> Response {
        let content = library.render(values, withTemplate: template) ?? ""
        let text = library.render(["title": title, "content": content], withTemplate: "layout")
        return .text(text ?? "", type: "text/html; charset=utf-8", status: status)
    }
}
