import Evaluation

/// The maps of `CalibrationMap`, in double precision. Probabilities have the shape `[N, K]`.
extension ONNXGraph {
    /// Adds the logarithm of probabilities, `CalibrationMap`'s, which is at least that of 2^-149.
    mutating func addLogarithm(of probabilities: String, _ name: String) -> String {
        let smallest = add(constant: "smallest", [0x1p-149], [])
        let bounded = add("Max", name, [probabilities, smallest], "\(name).bounded")
        return add("Log", name, [bounded], "\(name).log")
    }

    /// Adds the calibrated probabilities.
    /// - Parameter prefix: the beginning of the names, if there are several calibrations.
    mutating func addCalibration(
        _ map: CalibrationMap, _ probabilities: String, prefix: String = ""
    ) -> String {
        switch map {
        case .temperature(let map):
            let name = "\(prefix)temperature"
            let logits = addLogarithm(of: probabilities, name)
            let temperature = add(constant: "\(name).value", [map.temperature], [])
            let scaled = add("Div", name, [logits, temperature], "\(name).logits")
            return add(
                "Softmax", name, [scaled], "\(prefix)calibrated", [Self.attribute("axis", 1)])
        case .platt(let map): return addPlatt(map, probabilities, prefix)
        case .isotonic(let map): return addIsotonic(map, probabilities, prefix)
        }
    }

    /// Adds Platt scaling.
    private mutating func addPlatt(
        _ map: PlattScaling, _ probabilities: String, _ prefix: String
    ) -> String {
        let name = "\(prefix)platt"
        let positive = addLogarithm(
            of: addColumn(map.positive, of: probabilities, "\(name).positive"),
            "\(name).positive")
        let other = addLogarithm(
            of: addColumn(1 - map.positive, of: probabilities, "\(name).other"), "\(name).other")
        let logit = add("Sub", name, [positive, other], "\(name).logit")
        let factor = add(constant: "\(name).a", [map.a], [])
        let constant = add(constant: "\(name).b", [map.b], [])
        let product = add("Mul", name, [factor, logit], "\(name).product")
        let exponent = add("Add", name, [product, constant], "\(name).exponent")
        let opposite = add("Neg", name, [exponent], "\(name).opposite")
        return addPair(
            addSigmoid(ofMinus: exponent, "\(name).calibrated"),
            addSigmoid(ofMinus: opposite, "\(name).remainder"), "\(prefix)calibrated",
            positive: map.positive)
    }

    /// Adds `1 / (1 + exp(x))`.
    mutating func addSigmoid(ofMinus x: String, _ name: String) -> String {
        let one = add(constant: "one", [1.0], [])
        let power = add("Exp", name, [x], "\(name).exp")
        let sum = add("Add", name, [one, power], "\(name).sum")
        return add("Div", name, [one, sum], name)
    }

    /// Adds isotonic regression. The number of knots up to a probability selects the line before,
    /// between or after the knots; the lines before and after are constant, and so are those
    /// between equal values, without any rounding.
    private mutating func addIsotonic(
        _ map: IsotonicCalibration, _ probabilities: String, _ prefix: String
    ) -> String {
        let name = "\(prefix)isotonic"
        let (knots, values) = (map.knots, map.values)
        let last = knots.count - 1
        let starts = [0.0] + knots
        let lengths = [1.0] + zip(knots, knots.dropFirst()).map { $1 - $0 } + [1.0]
        let bases = [values[0]] + values
        let rises = [0.0] + zip(values, values.dropFirst()).map { $1 - $0 } + [0.0]
        let probability = addColumn(map.positive, of: probabilities, "\(name).probability")
        let all = add(constant: "\(name).knots", knots, [1, last + 1])
        let reached = add("GreaterOrEqual", name, [probability, all], "\(name).reached")
        let ones = addCast(reached, to: .int64, "\(name).ones")
        let axis = add(constant: "axis", [1])
        let line = add(
            "ReduceSum", name, [ones, axis], "\(name).line",
            [Self.attribute("keepdims", 1)])
        func selected(_ graph: inout ONNXGraph, _ column: String, _ table: [Double]) -> String {
            let constant = graph.add(
                constant: "\(name).\(column).table", table, [table.count])
            return graph.add("Gather", name, [constant, line], "\(name).\(column)")
        }
        let start = selected(&self, "start", starts)
        let length = selected(&self, "length", lengths)
        let base = selected(&self, "base", bases)
        let rise = selected(&self, "rise", rises)
        let distance = add("Sub", name, [probability, start], "\(name).distance")
        let part = add("Div", name, [distance, length], "\(name).part")
        let gain = add("Mul", name, [part, rise], "\(name).gain")
        let calibrated = add("Add", name, [base, gain], "\(name).calibrated")
        let one = add(constant: "one", [1.0], [])
        let remainder = add("Sub", name, [one, calibrated], "\(name).remainder")
        return addPair(
            calibrated, remainder, "\(prefix)calibrated", positive: map.positive)
    }

    /// Adds the probabilities of one class, `[N, 1]`.
    mutating func addColumn(
        _ index: Int, of probabilities: String, _ name: String
    ) -> String {
        let column = add(constant: "column\(index)", [index])
        return add("Gather", name, [probabilities, column], name, [Self.attribute("axis", 1)])
    }

    /// Adds the probabilities of two classes from that of the positive and that of the other class.
    private mutating func addPair(
        _ calibrated: String, _ other: String, _ output: String, positive: Int
    ) -> String {
        add(
            "Concat", output, positive == 0 ? [calibrated, other] : [other, calibrated], output,
            [Self.attribute("axis", 1)])
    }
}
