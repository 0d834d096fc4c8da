import JSON
import Vocabulary

extension MLflowClient {
    /// What all pages of an answer list.
    /// - Parameter ask: asks for a page; for the first without a token, then with that of the page
    ///   before.
    /// - Throws: what `ask` throws.
    func pages(_ member: String, _ ask: (_ token: String?) throws -> JSONValue) throws
        -> [JSONValue]
    {
        var (token, elements) = (String?.none, [JSONValue]())
        repeat {
            let json = try ask(token)
            elements += json[member]?.elements ?? []
            token = json["next_page_token"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        } while token != nil
        return elements
    }

    /// The same of a call that is posted.
    func pages(_ member: String, posting call: String, _ body: JSONValue) throws -> [JSONValue] {
        try pages(member) { token in
            var body = body
            body["page_token"] = token.map { .string($0) }
            return try post(call, body)
        }
    }

    /// The same of a call that is got.
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
