import JSON
import Vocabulary

extension Node {
    /// Puts `node` where `path` leads, making the objects on the way; a bare string on the way
    /// becomes `{"kind": ...}`, so that a setting can be put beside it.
    mutating func graft(_ node: Node, at path: JSONPath) -> Problem? {
        graft(node, at: path.steps[...], done: JSONPath())
    }

    private mutating func graft(
        _ node: Node, at steps: ArraySlice<JSONPath.Step>, done: JSONPath
    ) -> Problem? {
        guard let step = steps.first else {
            self = node
            return nil
        }
        switch (step, content) {
        case (_, .broken): return nil
        case (.index(let index), .array(var elements)):
            guard elements.indices.contains(index) else {
                return node.problem(.noElement(done, count: elements.count))
            }
            defer { content = .array(elements) }
            return elements[index].graft(node, at: steps.dropFirst(), done: done.appending(index))
        case (.key(let key), .object(var members)):
            defer { content = .object(members) }
            let index =
                members.firstIndex { $0.key == key }
                ?? members.append(key: key, as: Node(.object([]), node.origin))
            if steps.count == 1 { members[index].origin = node.origin }
            return members[index].value.graft(
                node, at: steps.dropFirst(), done: done.appending(key))
        case (.key, .scalar(.string)):
            content = .object([Member(key: "kind", origin: origin, value: self)])
            return graft(node, at: steps, done: done)
        default: return node.problem(.noSettings(done, json))
        }
    }

    /// A problem with this value.
    func problem(_ issue: Problem.Issue) -> Problem {
        Problem(origin.source, path: origin.path, issue)
    }
}

extension [Node.Member] {
    fileprivate mutating func append(key: String, as node: Node) -> Int {
        append(Node.Member(key: key, origin: node.origin, value: node))
        return count - 1
    }
}
