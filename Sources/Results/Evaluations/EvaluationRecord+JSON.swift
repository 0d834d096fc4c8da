import Evaluation
package import JSON
import Vocabulary

extension EvaluationRecord {
    /// The version of the format.
    static let schema = 1

    /// The record as JSON; `study evaluate --json` prints it.
    package var json: JSONValue {
        var json: JSONValue = [
            "schema": JSONValue(Self.schema), "name": .string(name),
            "model": .array(
                model.map { member in
                    var json: JSONValue = [
                        "trial": .string(member.id), "key": .string(member.key),
                        "weights": .string(member.weights),
                    ]
                    if !member.metrics.isEmpty {
                        json["metrics"] = .object(
                            member.metrics.sorted { $0.key < $1.key }.map {
                                .init($0.key, .number($0.value))
                            })
                    }
                    return json
                }), "classes": .array(classes.map { .string($0) }),
            "positiveClass": JSONValue(positiveClass), "precision": .string(precision.rawValue),
            "dataset": images.json(classes),
            "overlaps": overlaps.map { .array($0.map(\.json)) } ?? .null,
            "calibration": calibration?.json ?? .null, "threshold": threshold?.json ?? .null,
            "intervals": [
                "method": "bootstrap", "replicates": JSONValue(replicates), "unit": .string(unit),
            ], "metrics": Self.json(metrics), "atThreshold": Self.json(decided),
            "confusion": Self.json(confusion),
        ]
        json["confusionAtThreshold"] = decidedConfusion.map { Self.json($0) }
        json["prevalence"] = prevalence.map { .number($0) } ?? .null
        json["meanProbability"] = meanProbability.map { .number($0) } ?? .null
        json["internal"] =
            shift.map { shift in
                [
                    "split": .string(shift.split.rawValue), "images": JSONValue(shift.images),
                    "metrics": Self.json(shift.metrics),
                    "differences": Self.json(shift.differences),
                    "atThreshold": Self.json(shift.decided),
                    "differencesAtThreshold": Self.json(shift.decidedDifferences),
                    "prevalence": shift.prevalence.map { .number($0) } ?? .null,
                    "meanProbability": shift.meanProbability.map { .number($0) } ?? .null,
                    "scoreDistances": Self.json(numbers: shift.scoreDistances),
                    "look": shift.look?.json ?? .null,
                    "recalibration": shift.recalibration?.json ?? .null,
                ]
            } ?? .null
        if !gains.isEmpty { json["gains"] = Self.json(gains) }
        json["delong"] = area?.json ?? .null
        json["recalibration"] = recalibration?.json
        if !augmentation.isEmpty {
            json["tta"] = .array(augmentation.map { .string($0.rawValue) })
        }
        if areDecisionsOutOfFold { json["outOfFold"] = true }
        json["abstention"] = abstention.map { abstention in
            var json = abstention.rule.json
            json["covered"] = JSONValue(abstention.covered)
            json["counts"] = .object(
                zip(classes, abstention.counts).map { .init($0, JSONValue($1)) })
            json["metrics"] = Self.json(abstention.metrics)
            return json
        }
        if !predictive.isEmpty {
            json["predictiveValues"] = .array(predictive.map(\.json))
        }
        if !comparisons.isEmpty { json["comparisons"] = .array(comparisons.map(\.json)) }
        if let subgroups { json["subgroups"] = subgroups.json(classes) }
        json["labels"] = labels?.json
        json["set"] = set?.json
        json["program"] = .string(program)
        json["files"] = JSONValue(files)
        return json
    }

    static func json(numbers: [String: Double]) -> JSONValue {
        .object(numbers.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) })
    }

    static func json(_ figures: [String: Figure]) -> JSONValue {
        .object(
            figures.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
    }

    /// Reads a record.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package init(file: String) throws {
        let reader = JSONReader(try JSONDocument(bytes: ResultsFolder.bytes(file), file: file))
        let schema = try reader.integer("schema")
        guard schema <= Self.schema else {
            throw ResultsError.newerSchema(file: file, version: schema, supported: Self.schema)
        }
        let classes = try reader.strings("classes")
        let intervals = reader["intervals"]
        self.init(
            name: try reader.string("name"),
            model: try reader.elements("model").map { try Member($0) }, classes: classes,
            positiveClass: try reader.optionalString("positiveClass"),
            precision: try reader["precision"].require("fp32 or bf16") {
                $0.text.flatMap { ComputePrecision(rawValue: $0) }
            }, images: try Images(reader["dataset"], classes),
            overlaps: reader["overlaps"].value.isNull
                ? nil : try reader.elements("overlaps").map { try Overlap($0) },
            calibration: reader["calibration"].value.isNull
                ? nil : try Calibration(reader["calibration"]),
            threshold: reader["threshold"].value.isNull
                ? nil : try ModelDecisions.Threshold(reader["threshold"]),
            replicates: try intervals.integer("replicates"), unit: try intervals.string("unit"),
            metrics: try Self.figures(reader, "metrics"),
            decided: try Self.figures(reader, "atThreshold"),
            confusion: try Self.matrix(reader, "confusion"),
            prevalence: try Self.optionalNumber(reader, "prevalence"),
            meanProbability: try Self.optionalNumber(reader, "meanProbability"),
            shift: reader["internal"].value.isNull ? nil : try Internal(reader["internal"]),
            gains: reader["gains"].value.isNull ? [:] : try Self.figures(reader, "gains"),
            area: reader["delong"].value.isNull ? nil : try Area(reader["delong"]),
            predictive: reader["predictiveValues"].value.isNull
                ? [] : try reader.elements("predictiveValues").map { try Predictive($0) },
            program: try reader.string("program"), files: try reader.stringsByKey("files"))
        if !reader["labels"].value.isNull {
            labels = try Labels(reader["labels"])
            images.all = try reader["dataset"].integer("images")
        }
        set = reader["set"].value.isNull ? nil : try StudySet(reader["set"])
        areDecisionsOutOfFold =
            reader["outOfFold"].value.isNull ? false : try reader.boolean("outOfFold")
        augmentation = try TestTimeAugmentation.list(reader, "tta")
        recalibration = try .init(optional: reader["recalibration"])
        decidedConfusion =
            reader["confusionAtThreshold"].value.isNull
            ? nil : try Self.matrix(reader, "confusionAtThreshold")
        subgroups =
            reader["subgroups"].value.isNull ? nil : try Subgroups(reader["subgroups"], classes)
        comparisons =
            reader["comparisons"].value.isNull
            ? [] : try reader.elements("comparisons").map { try Comparison($0) }
        abstention =
            reader["abstention"].value.isNull ? nil : try Abstention(reader["abstention"], classes)
    }

    static func optionalNumber(
        _ reader: JSONReader, _ key: String
    ) throws(ResultsError) -> Double? {
        reader[key].value.isNull ? nil : try reader.number(key)
    }

    static func figures(
        _ reader: JSONReader, _ key: String
    ) throws(ResultsError) -> [String: Figure] {
        var figures: [String: Figure] = [:]
        for (name, figure) in try reader.members(key) { figures[name] = try Figure(figure) }
        return figures
    }
}

extension Estimate {
    var json: JSONValue {
        var json: JSONValue = [
            "value": .number(value),
            "low": interval.map { .number($0.lowerBound) } ?? .null,
            "high": interval.map { .number($0.upperBound) } ?? .null,
        ]
        method?.add(to: &json)
        return json
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            value: try reader.number("value"), interval: try EvaluationRecord.interval(reader),
            method: try .init(optional: reader))
    }

    init?(optional reader: JSONReader) throws(ResultsError) {
        if reader.value.isNull { return nil }
        try self.init(reader)
    }
}

extension EvaluationRecord {
    /// The interval of the members `low` and `high`; nil if they are null.
    fileprivate static func interval(
        _ reader: JSONReader
    ) throws(ResultsError) -> ClosedRange<Double>? {
        guard let low = try optionalNumber(reader, "low"),
            let high = try optionalNumber(reader, "high")
        else { return nil }
        guard low <= high else { throw reader.bad("low at most high") }
        return low...high
    }

    /// The numbers of an object, by key.
    fileprivate static func numbers(
        _ reader: JSONReader, _ key: String
    ) throws(ResultsError) -> [String: Double] {
        var numbers: [String: Double] = [:]
        for (name, value) in try reader.members(key) {
            numbers[name] = try value.require("a number", \.double)
        }
        return numbers
    }
}

extension EvaluationRecord.Area {
    fileprivate var json: JSONValue {
        [
            "low": interval.map { .number($0.lowerBound) } ?? .null,
            "high": interval.map { .number($0.upperBound) } ?? .null,
            "difference": difference?.json ?? .null,
            "p": pValue.map { .number($0) } ?? .null,
        ]
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            interval: try EvaluationRecord.interval(reader),
            difference: try .init(optional: reader["difference"]),
            pValue: try EvaluationRecord.optionalNumber(reader, "p"))
    }
}

extension EvaluationRecord.Predictive {
    fileprivate var json: JSONValue {
        [
            "prevalence": .number(prevalence), "positive": positive?.json ?? .null,
            "negative": negative?.json ?? .null,
        ]
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            prevalence: try reader.number("prevalence"),
            positive: try .init(optional: reader["positive"]),
            negative: try .init(optional: reader["negative"]))
    }
}

extension EvaluationRecord.Calibration {
    fileprivate var json: JSONValue {
        var json = map.json
        json["images"] = JSONValue(images)
        json["before"] = .object(
            before.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) })
        return json
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            map: try CalibrationMap(reader), images: try reader.integer("images"),
            before: try EvaluationRecord.numbers(reader, "before"))
    }
}

extension EvaluationRecord.Abstention {
    fileprivate init(_ reader: JSONReader, _ classes: [String]) throws(ResultsError) {
        var counts: [Int] = []
        for name in classes { counts.append(try reader["counts"].integer(name)) }
        self.init(
            rule: try ModelDecisions.Abstention(reader), counts: counts,
            metrics: try EvaluationRecord.figures(reader, "metrics"))
    }
}

extension EvaluationRecord.Member {
    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            id: try reader.string("trial"), key: try reader.string("key"),
            weights: try reader.string("weights"),
            metrics: reader["metrics"].value.isNull
                ? [:] : try EvaluationRecord.numbers(reader, "metrics"))
    }
}

extension EvaluationRecord.Images {
    fileprivate func json(_ classes: [String]) -> JSONValue {
        [
            "path": .string(path), "split": JSONValue(split?.rawValue),
            "images": JSONValue(total),
            "counts": .object(
                zip(classes, counts).map { JSONValue.Member($0, JSONValue($1)) }),
            "patients": patients.map { JSONValue($0) } ?? .null,
            "fingerprint": .string(fingerprint),
            "skipped": .array(skipped.map { .string($0) }),
            "unread": .array(unread.map { .string($0) }), "repeats": JSONValue(repeats),
            "notes": .array(notes.map { .string($0) }), "look": look?.json ?? .null,
        ]
    }

    fileprivate init(_ reader: JSONReader, _ classes: [String]) throws(ResultsError) {
        var counts: [Int] = []
        for name in classes { counts.append(try reader["counts"].integer(name)) }
        self.init(
            path: try reader.string("path"),
            split: reader["split"].value.isNull
                ? nil
                : try reader["split"].require("train, val or test") {
                    $0.text.flatMap { Split(rawValue: $0) }
                }, counts: counts, patients: try reader.optionalInteger("patients"),
            fingerprint: try reader.string("fingerprint"), skipped: try reader.strings("skipped"),
            unread: try reader.strings("unread"), repeats: try reader.integer("repeats"),
            notes: try reader.strings("notes"))
        look = try ImageStatistics(optional: reader["look"])
    }
}

extension EvaluationRecord.Overlap {
    fileprivate var json: JSONValue {
        [
            "split": .string(split.rawValue), "identical": .boolean(areIdentical),
            "images": JSONValue(images), "examples": .array(examples.map { .string($0) }),
        ]
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            split: try reader["split"].require("train, val or test") {
                $0.text.flatMap { Split(rawValue: $0) }
            },
            areIdentical: reader["identical"].value.isNull
                ? true : try reader.boolean("identical"),
            images: try reader.integer("images"), examples: try reader.strings("examples"))
    }
}

extension EvaluationRecord.Internal {
    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            split: try reader["split"].require("train, val or test") {
                $0.text.flatMap { Split(rawValue: $0) }
            }, images: try reader.integer("images"),
            metrics: try EvaluationRecord.figures(reader, "metrics"),
            differences: try EvaluationRecord.figures(reader, "differences"),
            prevalence: try EvaluationRecord.optionalNumber(reader, "prevalence"),
            meanProbability: try EvaluationRecord.optionalNumber(reader, "meanProbability"))
        if !reader["scoreDistances"].value.isNull {
            scoreDistances = try EvaluationRecord.numbers(reader, "scoreDistances")
        }
        if !reader["atThreshold"].value.isNull {
            decided = try EvaluationRecord.figures(reader, "atThreshold")
            decidedDifferences = try EvaluationRecord.figures(reader, "differencesAtThreshold")
        }
        look = try ImageStatistics(optional: reader["look"])
        recalibration = try .init(optional: reader["recalibration"])
    }
}
