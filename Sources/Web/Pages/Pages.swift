import Foundation
internal import Hummingbird
import Mustache

/// The values that a template shows: it names the properties, as `Mirror` reflects them. A section
/// of a property is shown for every element of an array, for `true`, and for any value that is not
/// nil.
protocol PageView {
    /// The template's name.
    static var template: String { get }
}

/// The pages, from the templates that are part of the program.
struct Pages: Sendable {
    /// The frame that all pages have.
    private struct Layout: PageView {
        static let template = "layout"

        let title: String
        /// HTML.
        let content: String
        let predicts: Bool
        let links: [Link]
    }

    private struct Link {
        let path: String
        let title: String
    }

    private let library: MustacheLibrary
    /// The pages that all others lead to.
    private let links: [Link]
    private let predicts: Bool

    /// - Parameters:
    ///   - predicts: whether there is a network that answers.
    ///   - hasResults: whether there are studies to look at.
    /// - Throws: never but for a template that is broken.
    init(predicts: Bool, hasResults: Bool) throws {
        self.predicts = predicts
        links =
            (predicts ? [Link(path: "/", title: "Predict")] : [])
            + (hasResults ? [Link(path: "/results", title: "Results")] : [])
            + (predicts ? [Link(path: "/docs", title: "For programs")] : [])
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

    /// The HTML of a part of a page; texts are escaped.
    func part<View: PageView>(_ view: View) -> String {
        library.render(view, withTemplate: View.template) ?? ""
    }

    /// A whole page.
    func page(
        _ view: some PageView, title: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        let layout = Layout(title: title, content: part(view), predicts: predicts, links: links)
        return .text(part(layout), type: "text/html; charset=utf-8", status: status)
    }
}
