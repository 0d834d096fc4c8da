import JSON
package import Tensors

extension EvaluationRecord {
    /// The figures of an evaluation for each label, if images can have several.
    package struct Labels: Sendable, Hashable {
        /// The figures of each label, in the order of the model.
        package var labels: [Label]
        /// The metrics of all entries of the evaluated labels together ("micro"), by name.
        package var micro: [String: Figure]

        /// Creates the figures.
        package init(labels: [Label], micro: [String: Figure]) {
            self.labels = labels
            self.micro = micro
        }
    }

    /// The figures of a label.
    package struct Label: Sendable, Hashable {
        /// The name of the label, with its calibration and threshold, which were fixed before.
        package var decision: LabelDecision
        /// The number of images in each state.
        package var counts: LabelCounts
        /// The metrics, of decisions at the threshold, by name; those that are undefined are
        /// missing.
        package var metrics: [String: Figure]
        /// The same metrics on the internal test images; empty if they are not compared.
        package var shift: [String: Double]
        /// The reason why the label is not evaluated, such as `no positive image`; nil if it is.
        package var omission: String?

        /// Creates the figures of a label.
        package init(
            decision: LabelDecision, counts: LabelCounts, metrics: [String: Figure],
            shift: [String: Double] = [:], omission: String? = nil
        ) {
            self.decision = decision
            self.counts = counts
            self.metrics = metrics
            self.shift = shift
            self.omission = omission
        }

        /// The name of the label.
        package var name: String { decision.label }
    }
}

extension EvaluationRecord.Labels {
    var json: JSONValue {
        [
            "each": .array(labels.map(\.json)),
            "micro": EvaluationRecord.json(micro),
        ]
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        var labels: [EvaluationRecord.Label] = []
        for element in try reader.elements("each") {
            labels.append(try EvaluationRecord.Label(element))
        }
        self.init(labels: labels, micro: try EvaluationRecord.figures(reader, "micro"))
    }
}

extension EvaluationRecord.Label {
    fileprivate var json: JSONValue {
        var json = decision.json
        json["positive"] = JSONValue(counts.positive)
        json["negative"] = JSONValue(counts.negative)
        json["ignored"] = JSONValue(counts.ignored)
        json["metrics"] = EvaluationRecord.json(metrics)
        if !shift.isEmpty { json["internal"] = EvaluationRecord.json(numbers: shift) }
        json["omitted"] = omission.map { .string($0) }
        return json
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        var shift: [String: Double] = [:]
        if !reader["internal"].value.isNull {
            for (name, value) in try reader.members("internal") {
                shift[name] = try value.require("a number", \.double)
            }
        }
        self.init(
            decision: try LabelDecision(reader),
            counts: LabelCounts(
                positive: try reader.integer("positive"), negative: try reader.integer("negative"),
                ignored: try reader.integer("ignored")),
            metrics: try EvaluationRecord.figures(reader, "metrics"), shift: shift,
            omission: try reader.optionalString("omitted"))
    }
}
