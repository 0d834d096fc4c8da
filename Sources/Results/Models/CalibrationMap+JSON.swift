import Evaluation
import JSON

extension CalibrationMap {
    /// An object with the method and its parameters.
    var json: JSONValue {
        var json: JSONValue = ["method": .string(method.rawValue)]
        switch self {
        case .temperature(let map): json["temperature"] = .number(map.temperature)
        case .platt(let map):
            json["a"] = .number(map.a)
            json["b"] = .number(map.b)
            json["positive"] = JSONValue(map.positive)
        case .isotonic(let map):
            json["knots"] = .array(map.knots.map { .number($0) })
            json["values"] = .array(map.values.map { .number($0) })
            json["positive"] = JSONValue(map.positive)
        }
        return json
    }

    /// Reads the object that `json` writes; other members are ignored.
    init(_ reader: JSONReader) throws(ResultsError) {
        func numbers(_ key: String) throws(ResultsError) -> [Double] {
            var numbers: [Double] = []
            for element in try reader.elements(key) {
                numbers.append(try element.require("a number", \.double))
            }
            return numbers
        }
        let method = try reader["method"].require("temperature, platt or isotonic") {
            $0.text.flatMap { Method(rawValue: $0) }
        }
        switch method {
        case .temperature:
            let value = try reader.number("temperature")
            guard value > 0, value.isFinite else {
                throw reader["temperature"].bad("a number above 0")
            }
            self = .temperature(TemperatureScaling(temperature: value))
        case .platt:
            let positive = try reader.integer("positive")
            guard (0...1).contains(positive) else { throw reader["positive"].bad("0 or 1") }
            self = .platt(
                PlattScaling(
                    a: try reader.number("a"), b: try reader.number("b"), positive: positive))
        case .isotonic:
            guard
                let found = IsotonicCalibration(
                    knots: try numbers("knots"), values: try numbers("values"),
                    positive: try reader.integer("positive"))
            else { throw reader["knots"].bad("increasing probabilities with values") }
            self = .isotonic(found)
        }
    }
}
