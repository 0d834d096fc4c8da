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
        switch try reader.string("method") {
        case "clopper-pearson": self = .clopperPearson(count: try reader.integer("count"))
        case "wilson": self = .wilson(count: try reader.integer("count"))
        case "sensitivity-and-specificity": self = .ofSensitivityAndSpecificity
        default: throw reader["method"].bad("clopper-pearson, wilson, sensitivity-and-specificity")
        }
    }
}
