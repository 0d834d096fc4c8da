/// The value of the header `Accept`: the media types that a client can read.
struct AcceptedTypes {
    /// The weights, in [0, 1], by media type in lower case.
    private let weights: [String: Double]

    init(_ text: String) {
        let types = text.utf8.split(separator: UInt8(ascii: ",")).map { HeaderValue($0) }
        weights = Dictionary(
            types.map { ($0.main, $0["q"].flatMap(Double.init) ?? 1) }, uniquingKeysWith: max)
    }

    /// Whether the client names HTML and prefers it to JSON: a browser that shows a page.
    var prefersHTML: Bool {
        guard let html = weights["text/html"], html > 0 else { return false }
        let json = ["application/problem+json", "application/json", "application/*"]
            .compactMap { weights[$0] }.max()
        return json.map { html > $0 } ?? (html >= weights["*/*"] ?? 0)
    }
}
