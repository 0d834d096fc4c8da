import JSON
import Vocabulary

extension MLflowClient {
    /// The elements of a list in all pages of a response.
    /// - Parameters:
    ///   - member: the name of the list.
    ///   - request: requests a page: the first page without a token, the next pages with the token
    ///     of the previous page.
    /// - Throws: the errors of `request`.
    func pages(_ member: String, _ request: (_ token: String?) throws -> JSONValue) throws
        -> [JSONValue]
    {
        var (token, elements) = (String?.none, [JSONValue]())
        repeat {
            let json = try request(token)
            elements += json[member]?.elements ?? []
            token = json["next_page_token"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        } while token != nil
        return elements
    }

    /// The elements of a list in all pages of a POST call.
    /// - Throws: `TrackingError`.
    func pages(_ member: String, posting call: String, _ body: JSONValue) throws -> [JSONValue] {
        try pages(member) { token in
            var body = body
            body["page_token"] = token.map { .string($0) }
            return try post(call, body)
        }
    }

    /// The elements of a list in all pages of a GET call.
    /// - Throws: `TrackingError`.
    func pages(_ member: String, getting call: String, _ query: [String: String]) throws
        -> [JSONValue]
    {
        try pages(member) { token in
            var query = query
            query["page_token"] = token
            return try get(call, query)
        }
    }
}
