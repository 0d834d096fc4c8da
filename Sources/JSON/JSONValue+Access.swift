extension JSONValue {
    /// The value of a member; nil if this is not an object or has no such member. Setting nil
    /// removes the member.
    package subscript(key: String) -> JSONValue? {
        get { members?.first { $0.key == key }?.value }
        set {
            var members = self.members ?? []
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key, value))
            case (nil, nil): return
            }
            self = .object(members)
        }
    }

    /// An element; nil if this is not an array or is too short.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The part at a path; nil if there is none.
    package subscript(path: JSONPath) -> JSONValue? {
        var value = self
        for step in path.steps {
            let next =
                switch step {
                case .key(let key): value[key]
                case .index(let index): value[index]
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    /// This value without the part at a path of object keys; unchanged if there is no such part.
    package func removing(_ path: JSONPath) -> JSONValue {
        guard case .key(let key)? = path.steps.first, let inner = self[key] else { return self }
        var copy = self
        let rest = JSONPath(Array(path.steps.dropFirst()))
        copy[key] = rest.steps.isEmpty ? nil : inner.removing(rest)
        return copy
    }

    /// The members of an object in their order; nil for other values.
    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements of an array; nil for other values.
    package var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text of a string; nil for other values.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number; nil for other values.
    package var double: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The number as an integer; nil if it is not whole or does not fit.
    package var int: Int? { double.flatMap { Int(exactly: $0) } }

    /// The Boolean; nil for other values.
    package var bool: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The members of an object that are strings; empty for other values.
    package var texts: [String: String] {
        Dictionary(
            (members ?? []).compactMap { member in member.value.text.map { (member.key, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Creates an object of strings, sorted by key.
    package init(texts: [String: String]) {
        self = .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
    }

    /// True if this is `null`.
    package var isNull: Bool { self == .null }
}

/// JSON literals in code: `["kind": "step", "every": 2]`; null is `.null`.
extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(Double(value)) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
