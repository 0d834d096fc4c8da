import JSON
import Vocabulary

/// A JSON value with the source location of each of its parts. Parts of a file, of a sweep and of
/// the command line can be merged, and errors still name the source of each value.
struct LocatedJSON: Sendable {
    struct Origin: Sendable, Hashable {
        var source: Diagnostic.Source
        var path: JSONPath
    }

    struct Member: Sendable {
        var key: String
        var origin: Origin
        var value: LocatedJSON
    }

    enum Content: Sendable {
        case scalar(JSONValue)
        case array([LocatedJSON])
        case object([Member])
        /// An invalid value whose error was already reported; it causes no further errors.
        case broken
    }

    var content: Content
    var origin: Origin

    init(_ content: Content, _ origin: Origin) {
        self.content = content
        self.origin = origin
    }

    /// - Parameter source: the source of the value, or of the key, at a path.
    init(
        _ value: JSONValue, path: JSONPath = JSONPath(),
        source: (JSONPath, _ isKey: Bool) -> Diagnostic.Source
    ) {
        origin = Origin(source: source(path, false), path: path)
        switch value {
        case .array(let elements):
            content = .array(
                elements.enumerated().map {
                    LocatedJSON($1, path: path.appending($0), source: source)
                })
        case .object(let members):
            content = .object(
                members.map {
                    let path = path.appending($0.key)
                    return Member(
                        key: $0.key, origin: Origin(source: source(path, true), path: path),
                        value: LocatedJSON($0.value, path: path, source: source))
                })
        default: content = .scalar(value)
        }
    }

    init(_ document: JSONDocument) {
        self.init(document.value) { path, isKey in
            .file(
                document.file, isKey ? document.keyLocation(of: path) : document.location(of: path))
        }
    }

    var json: JSONValue {
        switch content {
        case .scalar(let value): value
        case .array(let nodes): .array(nodes.map(\.json))
        case .object(let members): .object(members.map { JSONValue.Member($0.key, $0.value.json) })
        case .broken: .null
        }
    }

    var members: [Member]? {
        if case .object(let members) = content { members } else { nil }
    }

    var isBroken: Bool {
        if case .broken = content { true } else { false }
    }

    subscript(key: String) -> LocatedJSON? { members?.first { $0.key == key }?.value }

    /// The members of an object as JSON, without those of the given keys.
    func values(without keys: [String]) -> [String: JSONValue] {
        Dictionary((without(keys).members ?? []).map { ($0.key, $0.value.json) }) { first, _ in
            first
        }
    }

    func without(_ keys: [String]) -> LocatedJSON {
        guard let members else { return self }
        return LocatedJSON(.object(members.filter { !keys.contains($0.key) }), origin)
    }
}
