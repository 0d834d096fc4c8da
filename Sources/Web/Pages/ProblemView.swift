internal import Hummingbird

/// The page with an error, above the form or links to other pages.
struct ProblemView: PageView {
    static let template = "problem"

    let title: String
    let detail: String
    /// The form for another image; nil if the page has links instead.
    let form: FormView?
    let links: [PageLink]

    init(_ problem: ProblemDetails, form: FormView?, links: [PageLink]) {
        title = problem.kind.title
        detail = problem.detail
        self.form = form
        self.links = form == nil ? links : []
    }
}

extension Pages {
    /// Renders the page with an error, with its status and headers.
    /// - Parameter form: the form for another image; nil: links to other pages.
    func problem(_ problem: ProblemDetails, form: FormView? = nil) -> Response {
        let results = PageLink(path: "/results", title: "All studies")
        let prediction = PageLink(path: "/", title: "Predict an image")
        let view = ProblemView(
            problem, form: form,
            links: (hasResults ? [results] : []) + (predicts ? [prediction] : []))
        var response = page(view, title: problem.kind.title, status: problem.kind.status)
        response.headers.append(contentsOf: problem.headers)
        return response
    }
}
