import JSON
import Studies
import Vocabulary

/// A reader of the members of a JSON object. Its errors contain the file, the location and the path
/// of the invalid value.
struct JSONReader {
    let document: JSONDocument
    let path: JSONPath
    let value: JSONValue

    init(_ document: JSONDocument) {
        self.init(document: document, path: JSONPath(), value: document.value)
    }

    private init(document: JSONDocument, path: JSONPath, value: JSONValue) {
        self.document = document
        self.path = path
        self.value = value
    }

    /// The member with a key; null if it is absent.
    subscript(key: String) -> JSONReader {
        JSONReader(document: document, path: path.appending(key), value: value[key] ?? .null)
    }

    func string(_ key: String) throws(ResultsError) -> String {
        try self[key].require("a string", \.text)
    }

    func optionalString(_ key: String) throws(ResultsError) -> String? {
        self[key].value.isNull ? nil : try string(key)
    }

    func number(_ key: String) throws(ResultsError) -> Double {
        try self[key].require("a number", \.double)
    }

    func integer(_ key: String) throws(ResultsError) -> Int {
        try self[key].require("a whole number", \.int)
    }

    func optionalInteger(_ key: String) throws(ResultsError) -> Int? {
        self[key].value.isNull ? nil : try integer(key)
    }

    func boolean(_ key: String) throws(ResultsError) -> Bool {
        try self[key].require("true or false", \.bool)
    }

    func strings(_ key: String) throws(ResultsError) -> [String] {
        var strings: [String] = []
        for element in try elements(key) {
            strings.append(try element.require("a string", \.text))
        }
        return strings
    }

    func elements(_ key: String) throws(ResultsError) -> [JSONReader] {
        let array = self[key]
        return try array.require("an array", \.elements).enumerated().map {
            JSONReader(document: document, path: array.path.appending($0), value: $1)
        }
    }

    /// The members of an object, each with its key.
    func members(_ key: String) throws(ResultsError) -> [(key: String, reader: JSONReader)] {
        let object = self[key]
        return try object.require("an object", \.members).map { ($0.key, object[$0.key]) }
    }

    func stringsByKey(_ key: String) throws(ResultsError) -> [String: String] {
        var strings: [String: String] = [:]
        for (key, reader) in try members(key) {
            strings[key] = try reader.require("a string", \.text)
        }
        return strings
    }

    func require<T>(_ expected: String, _ read: (JSONValue) -> T?) throws(ResultsError) -> T {
        guard let result = read(value) else { throw bad(expected) }
        return result
    }

    func bad(_ expected: String) -> ResultsError {
        let location = document.nearestLocation(of: path).map { "\($0)" } ?? "1:1"
        let text = value.isNull ? "nothing" : value.canonical
        return .badValue(
            file: document.file, location: location, path: "\(path)", expected: expected,
            got: text.count > 60 ? text.prefix(57) + "..." : text)
    }
}

extension JSONValue {
    init(_ value: Int) { self = .number(Double(value)) }

    init(_ text: String?) { self = text.map { .string($0) } ?? .null }

    /// Creates an object with sorted keys.
    init(_ strings: [String: String]) {
        self = .object(strings.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
    }
}
