/// The path from the root of a JSON value to a part of it, written `sweep.schedule[2].rate`.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    /// A step to a member of an object or to an element of an array.
    package enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    /// The steps from the root; empty for the root itself.
    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    /// Parses `a.b[2].c`; nil if a name is empty or an index is not a number.
    package init?(parsing text: String) {
        steps = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let steps = Self.steps(of: part) else { return nil }
            self.steps += steps
        }
    }

    /// Parses `name[1][2]`.
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

    /// The path to a member of the object at this path.
    package func appending(_ key: String) -> JSONPath { JSONPath(steps + [.key(key)]) }

    /// The path to an element of the array at this path.
    package func appending(_ index: Int) -> JSONPath { JSONPath(steps + [.index(index)]) }

    /// True if `other` is this path or the path of a value that contains this one.
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
