/// The way from the root of a JSON value to a part of it, written `sweep.schedule[2].rate`.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    /// Into a member or an element.
    package enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    /// From the root on; none: the root itself.
    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    /// Reads `a.b[2].c`; nil when a name is empty or an index is no number.
    package init?(parsing text: String) {
        steps = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let steps = Self.steps(of: part) else { return nil }
            self.steps += steps
        }
    }

    /// Reads `name[1][2]`.
    private static func steps(of part: Substring) -> [Step]? {
        let name = part.prefix { $0 != "[" && $0 != "]" }
        if name.isEmpty { return nil }
        var steps = [Step.key(String(name))]
        var rest = part[name.endIndex...]
        while !rest.isEmpty {
            guard rest.first == "[", let close = rest.firstIndex(of: "]"),
                let index = Int(rest[rest.index(after: rest.startIndex)..<close]), index >= 0
            else { return nil }
            steps.append(.index(index))
            rest = rest[rest.index(after: close)...]
        }
        return steps
    }

    /// The path to a member.
    package func appending(_ key: String) -> JSONPath { JSONPath(steps + [.key(key)]) }

    /// The path to an element.
    package func appending(_ index: Int) -> JSONPath { JSONPath(steps + [.index(index)]) }

    /// Whether `other` leads here or to something around it.
    package func hasPrefix(_ other: JSONPath) -> Bool { steps.starts(with: other.steps) }

    package var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where key.isEmpty || key.contains { "[] \"\n".contains($0) }:
                text += "[\(JSONValue.string(key).canonical)]"
            case .key(let key): text += text.isEmpty ? key : "." + key
            }
        }
        return text
    }
}
