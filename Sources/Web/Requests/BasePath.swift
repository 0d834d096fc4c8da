internal import HTTPTypes
internal import Hummingbird

/// The path under which a reverse proxy makes the server available, such as `/study`; empty
/// without one.
package struct BasePath: Sendable, Hashable {
    /// The path without a slash at its end; empty for the root.
    let text: String

    /// The root of a host.
    package static let root = BasePath(checked: "")

    private init(checked text: String) { self.text = text }

    /// - Parameter text: a path of letters, digits and `-._~`, with or without a slash at its start
    ///   and end.
    /// - Throws: `ServerError` for other texts, and for a path that begins like one of the server.
    package init(_ text: String) throws(ServerError) {
        let parts = text.split(separator: "/").map(String.init)
        let isPlain = parts.allSatisfy { part in
            ![".", ".."].contains(part)
                && part.consistsOfLettersAndDigits(or: "-._~")
        }
        guard isPlain else {
            throw ServerError(
                message: "--base-path \(text): expected a path such as /study, of letters, digits, "
                    + "'-', '.', '_' and '~'")
        }
        guard !RouteTable.isOwn(text) else {
            throw ServerError(
                message: "--base-path \(text): begins like a path of the server itself; "
                    + "choose another path, such as /study")
        }
        self.text = parts.map { "/\($0)" }.joined()
    }

    /// The path in a URL of this server.
    func path(_ path: String) -> String { text + path }

    /// A request's path without the base path. A proxy may remove it or not, so a path that does
    /// not begin with it is unchanged.
    func removed(from path: String) -> String {
        guard !text.isEmpty, path.utf8.starts(with: text.utf8) else { return path }
        let rest = path.utf8.dropFirst(text.utf8.count)
        switch rest.first {
        case nil: return "/"
        case UInt8(ascii: "/"): return String(decoding: rest, as: UTF8.self)
        case UInt8(ascii: "?"): return "/" + String(decoding: rest, as: UTF8.self)
        default: return path
        }
    }
}

extension String {
    /// True if the text has only letters and digits of ASCII, and characters of `others`.
    func consistsOfLettersAndDigits(or others: String) -> Bool {
        utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII
                && (character.isLetter || character.isNumber || others.contains(character))
        }
    }
}

/// A responder that removes the base path from requests before they are routed.
struct BasePathResponder<Next: HTTPResponder>: HTTPResponder {
    typealias Context = Next.Context

    let base: BasePath
    let next: Next

    func respond(to request: Request, context: Context) async throws -> Response {
        var head = request.head
        head.path = head.path.map(base.removed)
        return try await next.respond(
            to: Request(head: head, body: request.body), context: context)
    }
}
