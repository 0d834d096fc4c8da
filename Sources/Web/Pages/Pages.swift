import Foundation
internal import Hummingbird
import Images
import Markup
import Mustache

/// The values of a template, which uses the names of the properties, as `Mirror` reflects them. A
/// section of a template is shown for each element of an array, for `true`, and for a value other
/// than nil.
protocol PageView {
    /// The template's name.
    static var template: String { get }
}

/// HTML in which texts are escaped scalar by scalar. The template engine's own type compares
/// characters, and misses a quote before a combining mark.
private struct EscapedHTML: MustacheContentType {
    static let name = "EscapedHTML"

    func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}

/// A link to a page.
struct PageLink {
    /// The path without the base path.
    let path: String
    let title: String
}

/// The renderer of pages, with the templates that are part of the program.
struct Pages: Sendable {
    /// The layout of all pages.
    private struct Layout: PageView {
        static let template = "layout"

        let title: String
        /// The content as HTML.
        let content: String
        let predicts: Bool
        let links: [PageLink]
    }

    private let library: MustacheLibrary
    /// The navigation of all pages.
    private let links: [PageLink]
    /// Whether the server has a network.
    let predicts: Bool
    /// Whether the server shows results.
    let hasResults: Bool

    /// - Parameters:
    ///   - predicts: whether the server has a network.
    ///   - hasResults: whether the server shows results.
    ///   - base: the path before all links, `{{base}}` in templates.
    /// - Throws: an error of the template engine for an invalid template.
    init(predicts: Bool, hasResults: Bool, base: BasePath) throws {
        (self.predicts, self.hasResults) = (predicts, hasResults)
        links =
            (predicts ? [PageLink(path: "/", title: "Predict")] : [])
            + (hasResults ? [PageLink(path: "/results", title: "Results")] : [])
            + (predicts ? [PageLink(path: "/docs", title: "API")] : [])
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
        MustacheContentTypes.register(EscapedHTML(), named: EscapedHTML.name)
        for (name, bytes) in templates {
            let text = String(decoding: bytes, as: UTF8.self)
                .replacing("{{base}}", with: base.text)
                .replacing("{{formats}}", with: ImageFormat.titles)
                .replacing("{{mediaTypes}}", with: Self.mediaTypes)
            try library.register("{{% CONTENT_TYPE:\(EscapedHTML.name)}}\(text)", named: name)
        }
        self.library = library
    }

    /// The media types of the image formats, separated by commas, and the suffixes of DICOM, whose
    /// media type browsers do not know.
    private static let mediaTypes =
        (ImageFormat.allCases.map(\.mediaType)
        + ImageFormat.dicom.suffixes).joined(separator: ",")

    /// Renders a part of a page as HTML; texts are escaped.
    func part<View: PageView>(_ view: View) -> String {
        library.render(view, withTemplate: View.template) ?? ""
    }

    /// Renders a page.
    func page(
        _ view: some PageView, title: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        let layout = Layout(title: title, content: part(view), predicts: predicts, links: links)
        return .text(part(layout), type: "text/html; charset=utf-8", status: status)
    }
}
