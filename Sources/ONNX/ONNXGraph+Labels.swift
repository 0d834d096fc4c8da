import Results

/// The probabilities and decisions of several labels, in double precision, as `Prediction` computes
/// them. They have the shape `[N, L]`.
extension ONNXGraph {
    /// Adds the sigmoids of logits, `1 / (1 + exp(-x))`.
    ///
    /// They consist of other operators, because ONNX Runtime approximates `Sigmoid`.
    mutating func addSigmoid(of logits: String, _ prefix: String) -> String {
        let opposite = add("Neg", "\(prefix)sigmoid", [logits], "\(prefix)sigmoid.opposite")
        return addSigmoid(ofMinus: opposite, "\(prefix)sigmoid.double")
    }

    /// Adds the logits of mean probabilities, which are finite for 0 and 1.
    mutating func addLogit(of probabilities: String) -> String {
        let one = add(constant: "one", [1.0], [])
        let remainder = add("Sub", "mean", [one, probabilities], "mean.remainder")
        // The distance of the largest number below 1 from 1.
        let smallest = add(constant: "mean.smallest", [0x1p-53], [])
        let bounded = add("Max", "mean", [remainder, smallest], "mean.remainder.bounded")
        let negative = add("Log", "mean", [bounded], "mean.remainder.log")
        return add(
            "Sub", "mean", [addLogarithm(of: probabilities, "mean"), negative], "mean.logit")
    }

    // MARK: - Decisions

    /// Adds the calibrated probabilities of labels; the probabilities without a calibration.
    mutating func addCalibrations(_ labels: [LabelDecision], _ probabilities: String) -> String {
        guard labels.contains(where: { $0.calibration != nil }) else { return probabilities }
        let one = add(constant: "one", [1.0], [])
        let columns = labels.enumerated().map { label, decision in
            let prefix = "labels.\(label)."
            let positive = addColumn(label, of: probabilities, "\(prefix)probability")
            guard let map = decision.calibration?.map else { return positive }
            // A label has the classes negative and positive.
            let negative = add(
                "Sub", "\(prefix)negative", [one, positive], "\(prefix)negative")
            let pair = add(
                "Concat", "\(prefix)pair", [negative, positive], "\(prefix)pair",
                [Self.attribute("axis", 1)])
            return addColumn(
                1, of: addCalibration(map, pair, prefix: prefix), "\(prefix)positive")
        }
        return add(
            "Concat", "labels", columns, "labels.calibrated", [Self.attribute("axis", 1)])
    }

    /// Adds the predicted labels, `[N, L]`: those whose probability is at least their threshold.
    /// - Returns: the output; none without thresholds.
    mutating func addLabels(_ labels: [LabelDecision], _ probabilities: String) -> [ONNXValue] {
        guard labels.contains(where: { $0.threshold != nil }) else { return [] }
        let thresholds = add(
            constant: "labels.thresholds", labels.map(\.thresholdValue), [labels.count])
        add("GreaterOrEqual", "labels", [probabilities, thresholds], ONNXModel.labels)
        return [ONNXValue(name: ONNXModel.labels, type: .bool, shape: [labels.count])]
    }
}
