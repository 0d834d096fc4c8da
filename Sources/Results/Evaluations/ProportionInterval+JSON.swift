import Evaluation
import JSON

extension ProportionInterval.Method {
    /// Adds the members `method`, and `count` for the number of images or patients, to a figure.
    func add(to json: inout JSONValue) {
        json["method"] = .string(code)
        switch self {
        case .clopperPearson(let count), .wilson(let count): json["count"] = JSONValue(count)
        case .ofSensitivityAndSpecificity: break
        }
    }

    /// Reads the members of a figure; nil if it has none, as those of the bootstrap.
    /// - Throws: `ResultsError` for an unknown method.
    init?(optional reader: JSONReader) throws(ResultsError) {
        if reader["method"].value.isNull { return nil }
        let count = try reader.optionalInteger("count") ?? 0
        let all: [Self] = [
            .clopperPearson(count: count), .wilson(count: count), .ofSensitivityAndSpecificity,
        ]
        self = try reader["method"].require(all.map(\.code).joined(separator: ", ")) { value in
            all.first { $0.code == value.text }
        }
    }
}
