import JSON
import Vocabulary

extension LocatedJSON {
    /// Sets the value at `path` to `node` and creates missing objects on the way. A string on the
    /// way becomes `{"kind": ...}`, so that a setting can be added to it.
    /// - Returns: an error if the path leads through a value without settings.
    mutating func merge(_ node: LocatedJSON, at path: JSONPath) -> Diagnostic? {
        merge(node, at: path.steps[...], done: JSONPath())
    }

    private mutating func merge(
        _ node: LocatedJSON, at steps: ArraySlice<JSONPath.Step>, done: JSONPath
    ) -> Diagnostic? {
        guard let step = steps.first else {
            self = node
            return nil
        }
        switch (step, content) {
        case (_, .broken): return nil
        case (.index(let index), .array(var elements)):
            guard elements.indices.contains(index) else {
                return node.diagnostic(.noElement(done, count: elements.count))
            }
            defer { content = .array(elements) }
            return elements[index].merge(node, at: steps.dropFirst(), done: done.appending(index))
        case (.key(let key), .object(var members)):
            defer { content = .object(members) }
            let index =
                members.firstIndex { $0.key == key }
                ?? members.append(key: key, as: LocatedJSON(.object([]), node.origin))
            if steps.count == 1 { members[index].origin = node.origin }
            return members[index].value.merge(
                node, at: steps.dropFirst(), done: done.appending(key))
        case (.key, .scalar(.string)):
            content = .object([Member(key: "kind", origin: origin, value: self)])
            return merge(node, at: steps, done: done)
        default: return node.diagnostic(.noSettings(done, json))
        }
    }

    /// An error at this value.
    func diagnostic(_ issue: Diagnostic.Issue) -> Diagnostic {
        Diagnostic(origin.source, path: origin.path, issue)
    }
}

extension [LocatedJSON.Member] {
    fileprivate mutating func append(key: String, as node: LocatedJSON) -> Int {
        append(LocatedJSON.Member(key: key, origin: node.origin, value: node))
        return count - 1
    }
}
