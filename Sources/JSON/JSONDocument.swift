/// A parsed JSON text: its value and the source location of each of its parts.
package struct JSONDocument: Sendable {
    /// The name of the file in errors.
    package let file: String
    /// The parsed value.
    package let value: JSONValue
    private let bytes: [UInt8]
    private let spot: JSONSpot

    /// - Parameter file: the name of the file in errors.
    /// - Throws: the first syntax error, with its location.
    package init(text: String, file: String) throws(JSONError) {
        try self.init(bytes: Array(text.utf8), file: file)
    }

    /// - Parameters:
    ///   - bytes: the text in UTF-8, with or without a byte order mark.
    ///   - file: the name of the file in errors.
    /// - Throws: the first syntax error, with its location.
    package init(bytes: [UInt8], file: String) throws(JSONError) {
        self.file = file
        self.bytes = bytes
        do {
            var parser = try JSONParser(bytes)
            (value, spot) = try parser.document()
        } catch {
            let location = TextLocation(offset: error.offset, in: bytes)
            throw JSONError(file: file, location: location, issue: error.issue)
        }
    }

    /// The location of the first character of the value at a path; nil if there is no such value.
    package func location(of path: JSONPath) -> TextLocation? {
        walk(path.steps[...]).map { TextLocation(offset: $0.spot.start, in: bytes) }
    }

    /// The location of the key at the end of a path; nil if there is no such key.
    package func keyLocation(of path: JSONPath) -> TextLocation? {
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
