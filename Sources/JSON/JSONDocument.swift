/// A JSON text that was read: its value, and where each part of it stands.
package struct JSONDocument: Sendable {
    /// The name that errors give.
    package let file: String
    /// What the text says.
    package let value: JSONValue
    private let bytes: [UInt8]
    private let spot: JSONSpot

    /// - Parameter file: the name that errors give.
    /// - Throws: the first thing that is no JSON, with its place.
    package init(text: String, file: String) throws(JSONError) {
        try self.init(bytes: Array(text.utf8), file: file)
    }

    /// - Parameter bytes: UTF-8, with or without a byte order mark.
    /// - Throws: the first thing that is no JSON, with its place.
    package init(bytes: [UInt8], file: String) throws(JSONError) {
        self.file = file
        self.bytes = bytes
        do {
            var parser = try JSONParser(bytes)
            (value, spot) = try parser.document()
        } catch {
            let place = TextLocation(offset: error.offset, in: bytes)
            throw JSONError(file: file, place: place, issue: error.issue)
        }
    }

    /// Where the value begins that a path leads to; nil when there is none.
    package func place(of path: JSONPath) -> TextLocation? {
        walk(path.steps[...]).map { TextLocation(offset: $0.spot.start, in: bytes) }
    }

    /// Where the key stands that ends a path; nil when there is none.
    package func keyPlace(of path: JSONPath) -> TextLocation? {
        guard case .key? = path.steps.last, let last = path.steps.last,
            let (value, spot) = walk(path.steps.dropLast()),
            let index = Self.index(of: last, in: value)
        else { return nil }
        return TextLocation(offset: spot.keys[index], in: bytes)
    }

    private func walk(_ steps: ArraySlice<JSONPath.Step>) -> (value: JSONValue, spot: JSONSpot)? {
        var (value, spot) = (self.value, self.spot)
        for step in steps {
            guard let index = Self.index(of: step, in: value),
                let next = value.members?[index].value ?? value[index]
            else { return nil }
            (value, spot) = (next, spot.children[index])
        }
        return (value, spot)
    }

    private static func index(of step: JSONPath.Step, in value: JSONValue) -> Int? {
        switch (step, value) {
        case (.key(let key), .object(let members)): members.firstIndex { $0.key == key }
        case (.index(let index), .array(let elements)):
            elements.indices.contains(index) ? index : nil
        default: nil
        }
    }
}

/// The byte offsets of a value, of its keys and of its children.
struct JSONSpot: Sendable {
    var start: Int
    var keys: [Int] = []
    var children: [JSONSpot] = []
}
