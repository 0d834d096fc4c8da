import Results

/// The computations after the logits, in double precision: the means over views and networks, and
/// the decisions, as `Prediction` and `ModelDecisions` compute them. Probabilities have the shape
/// `[N, K]`.
extension ONNXGraph {
    /// Adds the softmax of logits, or the sigmoids of those of labels, rounded to single precision
    /// as networks round them, `[N, K]`; with several views, their mean.
    /// - Parameters:
    ///   - logits: the logits of all views, `[views * N, K]`.
    ///   - isMultilabel: true for the sigmoids of labels.
    ///   - prefix: the beginning of the names.
    mutating func addProbabilities(
        of logits: String, views: Int, classes: Int, isMultilabel: Bool, prefix: String
    ) -> String {
        let wide = addCast(logits, to: .double, "\(prefix)logits.double")
        let values =
            isMultilabel
            ? addSigmoid(of: wide, prefix)
            : add(
                "Softmax", "\(prefix)softmax", [wide], "\(prefix)softmax.double",
                [Self.attribute("axis", 1)])
        let single = addCast(values, to: .float, "\(prefix)\(isMultilabel ? "sigmoid" : "softmax")")
        let rounded = addCast(single, to: .double, "\(prefix)rounded")
        guard views > 1 else { return rounded }
        let shape = add(constant: "views.shape", [views, -1, classes])
        let stacked = add("Reshape", "\(prefix)views", [rounded, shape], "\(prefix)views.rows")
        return add(
            "ReduceMean", "\(prefix)views", [stacked], "\(prefix)views.mean",
            [Self.attribute("axes", [0]), Self.attribute("keepdims", 0)])
    }

    /// Adds the mean of the probabilities of several networks.
    mutating func addMean(of members: [String]) -> String {
        guard members.count > 1 else { return members[0] }
        let sum = add("Sum", "members", members, "members.sum")
        let count = add(constant: "members.count", [Double(members.count)], [])
        return add("Div", "members", [sum, count], "members.mean")
    }

    /// Adds `spread`: the sample standard deviation of the networks' probabilities of the predicted
    /// class, `[N]`; see `Prediction`.
    /// - Parameters:
    ///   - members: the probabilities of each network, at least two, before calibration.
    ///   - mean: their mean.
    ///   - predicted: the indices of the predicted classes, `[N]`.
    /// - Returns: the output.
    mutating func addSpread(
        of members: [String], around mean: String, predicted: String
    ) -> ONNXValue {
        let first = add(constant: "spread.axis", [0])
        let rows = members.enumerated().map { index, member in
            add("Unsqueeze", "spread", [member, first], "spread.\(index)")
        }
        let all = add("Concat", "spread", rows, "spread.members", [Self.attribute("axis", 0)])
        let difference = add("Sub", "spread", [all, mean], "spread.difference")
        let square = add("Mul", "spread", [difference, difference], "spread.square")
        let sum = add(
            "ReduceSum", "spread", [square, first], "spread.sum", [Self.attribute("keepdims", 0)])
        let freedom = add(constant: "spread.freedom", [Double(members.count - 1)], [])
        let variance = add("Div", "spread", [sum, freedom], "spread.variance")
        let standardDeviations = add("Sqrt", "spread", [variance], "spread.classes")
        let axis = add(constant: "axis", [1])
        let index = add("Unsqueeze", "spread", [predicted, axis], "spread.index")
        let column = add(
            "GatherElements", "spread", [standardDeviations, index], "spread.column",
            [Self.attribute("axis", 1)])
        let selected = add("Squeeze", "spread", [column, axis], "spread.double")
        _ = addCast(selected, to: .float, ONNXModel.spread)
        return ONNXValue(name: ONNXModel.spread, type: .float, shape: [])
    }

    /// Adds the index of the most probable class, `[N]`; of equal probabilities, the first one.
    mutating func addMostProbable(_ probabilities: String, _ output: String) -> String {
        add(
            "ArgMax", "class", [probabilities], output,
            [Self.attribute("axis", 1), Self.attribute("keepdims", 0)])
    }

    // MARK: - Threshold and abstention

    /// Adds the index of the predicted class and, if the model can abstain, the certainty of the
    /// prediction and whether the model abstains, each `[N]`; see `ModelDecisions`.
    /// - Parameters:
    ///   - probabilities: the calibrated probabilities.
    ///   - positive: the index of the positive class; nil without one.
    /// - Returns: the outputs; none without threshold and abstention.
    mutating func add(
        _ decisions: ModelDecisions, _ probabilities: String, classes: Int, positive: Int?
    ) -> [ONNXValue] {
        guard decisions.threshold != nil || decisions.abstention != nil else { return [] }
        let predicted = ONNXValue(name: ONNXModel.predicted, type: .int64, shape: [])
        let certainty: String?
        if let threshold = decisions.threshold, let positive, classes == 2 {
            let probability = addClass(positive, of: probabilities, "positive")
            addPrediction(probability, from: threshold.value, positive: positive)
            certainty =
                decisions.abstention == nil
                ? nil : addCertainty(of: probability, threshold: threshold.value)
        } else {
            _ = addMostProbable(probabilities, ONNXModel.predicted)
            certainty = decisions.abstention == nil ? nil : addMargin(of: probabilities)
        }
        guard let certainty, let abstention = decisions.abstention else { return [predicted] }
        _ = addCast(certainty, to: .float, ONNXModel.certainty)
        let least = add(constant: "abstention", [abstention.certainty], [])
        add("Less", "abstains", [certainty, least], ONNXModel.abstains)
        return [
            predicted, ONNXValue(name: ONNXModel.certainty, type: .float, shape: []),
            ONNXValue(name: ONNXModel.abstains, type: .bool, shape: []),
        ]
    }

    /// Adds the probabilities of one class, `[N]`.
    private mutating func addClass(
        _ index: Int, of probabilities: String, _ name: String
    ) -> String {
        let scalar = add(constant: "\(name).index", [index], isScalar: true)
        return add(
            "Gather", name, [probabilities, scalar], name, [Self.attribute("axis", 1)])
    }

    /// Adds the predicted class: the positive one from the threshold on.
    private mutating func addPrediction(
        _ probability: String, from threshold: Double, positive: Int
    ) {
        let value = add(constant: "threshold", [threshold], [])
        let isPositive = add("GreaterOrEqual", "class", [probability, value], "class.isPositive")
        let index = add(constant: "class.positive", [positive], isScalar: true)
        let other = add(constant: "class.other", [1 - positive], isScalar: true)
        add("Where", "class", [isPositive, index, other], ONNXModel.predicted)
    }

    /// Adds the distance from the threshold as a fraction of the possible one.
    private mutating func addCertainty(of probability: String, threshold: Double) -> String {
        let value = add(constant: "threshold", [threshold], [])
        let isBelow = add("Less", "certainty", [probability, value], "certainty.isBelow")
        let deficit = add("Sub", "certainty", [value, probability], "certainty.deficit")
        // No probability is below a threshold of 0.
        let lower = add(constant: "certainty.lower", [threshold > 0 ? threshold : 1], [])
        let below = add("Div", "certainty", [deficit, lower], "certainty.below")
        let above: String
        if threshold < 1 {
            let excess = add("Sub", "certainty", [probability, value], "certainty.excess")
            let upper = add(constant: "certainty.upper", [1 - threshold], [])
            above = add("Div", "certainty", [excess, upper], "certainty.above")
        } else {
            above = add(constant: "one", [1.0], [])
        }
        return add("Where", "certainty", [isBelow, below, above], "certainty.double")
    }

    /// Adds the largest probability minus the second largest one.
    private mutating func addMargin(of probabilities: String) -> String {
        let count = add(constant: "largest.count", [2])
        let largest = add(
            "TopK", "largest", [probabilities, count], "largest", [Self.attribute("axis", 1)],
            unused: ["largest.classes"])
        let first = addClass(0, of: largest, "first")
        let second = addClass(1, of: largest, "second")
        return add("Sub", "certainty", [first, second], "certainty.double")
    }
}
