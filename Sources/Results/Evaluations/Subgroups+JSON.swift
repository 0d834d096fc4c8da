import Evaluation
import JSON

extension Subgroups {
    /// The figures as JSON.
    /// - Parameter classes: the names of the classes.
    func json(_ classes: [String]) -> JSONValue {
        [
            "minimum": [
                "ofClass": JSONValue(Self.minimumOfClass), "total": JSONValue(Self.minimumOfAll),
                "calibration": JSONValue(Self.minimumForCalibration),
            ],
            "tests": JSONValue(tests), "correction": "holm",
            "overall": .object(
                overall.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
            "attributes": .array(
                attributes.map {
                    ["name": .string($0.attribute), "unknown": JSONValue($0.images)]
                }),
            "subgroups": .array(subgroups.map { $0.json(classes) }),
            "intersections": .array(intersections.map { $0.json(classes) }),
            "smallIntersections": JSONValue(smallIntersections),
        ]
    }

    /// Reads the figures.
    /// - Throws: `ResultsError`.
    init(_ reader: JSONReader, _ classes: [String]) throws(ResultsError) {
        var overall: [String: Estimate] = [:]
        for (name, value) in try reader.members("overall") {
            overall[name] = try Estimate(value)
        }
        var attributes: [Unknown] = []
        for attribute in try reader.elements("attributes") {
            attributes.append(
                Unknown(
                    attribute: try attribute.string("name"),
                    images: try attribute.integer("unknown")))
        }
        func subgroups(_ key: String) throws(ResultsError) -> [Subgroup] {
            var subgroups: [Subgroup] = []
            for element in try reader.elements(key) {
                subgroups.append(try Subgroup(element, classes))
            }
            return subgroups
        }
        self.init(
            overall: overall, attributes: attributes, subgroups: try subgroups("subgroups"),
            intersections: try subgroups("intersections"),
            smallIntersections: try reader.integer("smallIntersections"),
            tests: try reader.integer("tests"))
    }
}

extension Subgroups.Figure {
    fileprivate var json: JSONValue {
        var json = own.json
        json["rest"] = rest.map { .number($0) } ?? .null
        json["gap"] = gap?.json ?? .null
        json["ratio"] = ratio?.json ?? .null
        json["p"] = pValue.map { .number($0) } ?? .null
        json["correctedP"] = correctedP.map { .number($0) } ?? .null
        return json
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            own: try Estimate(reader),
            rest: try EvaluationRecord.optionalNumber(reader, "rest"),
            gap: try .init(optional: reader["gap"]), ratio: try .init(optional: reader["ratio"]),
            pValue: try EvaluationRecord.optionalNumber(reader, "p"),
            correctedP: try EvaluationRecord.optionalNumber(reader, "correctedP"))
    }
}

extension Subgroups.Subgroup {
    fileprivate func json(_ classes: [String]) -> JSONValue {
        [
            "of": .array(
                terms.map {
                    ["attribute": .string($0.attribute), "value": .string($0.value)]
                }),
            "images": JSONValue(images),
            "counts": .object(zip(classes, counts).map { .init($0, JSONValue($1)) }),
            "patients": patients.map { JSONValue($0) } ?? .null,
            "onlyClass": onlyClass.map { .string(classes[$0]) } ?? .null,
            "metrics": .object(
                figures.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
        ]
    }

    fileprivate init(_ reader: JSONReader, _ classes: [String]) throws(ResultsError) {
        var terms: [Subgroups.Term] = []
        for term in try reader.elements("of") {
            terms.append(
                Subgroups.Term(
                    attribute: try term.string("attribute"), value: try term.string("value")))
        }
        var counts: [Int] = []
        for name in classes { counts.append(try reader["counts"].integer(name)) }
        var figures: [String: Subgroups.Figure] = [:]
        for (name, figure) in try reader.members("metrics") {
            figures[name] = try Subgroups.Figure(figure)
        }
        self.init(
            terms: terms, counts: counts, patients: try reader.optionalInteger("patients"),
            onlyClass: reader["onlyClass"].value.isNull
                ? nil
                : try reader["onlyClass"].require("a class") {
                    $0.text.flatMap { classes.firstIndex(of: $0) }
                }, figures: figures)
    }
}
