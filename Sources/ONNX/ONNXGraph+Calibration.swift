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
    mutating func addCalibration(_ map: CalibrationMap, _ probabilities: String) -> String {
        switch map {
        case .temperature(let map):
            let logits = addLogarithm(of: probabilities, "temperature")
            let temperature = add(constant: "temperature.value", [map.temperature], [])
            let scaled = add("Div", "temperature", [logits, temperature], "temperature.logits")
            return add(
                "Softmax", "temperature", [scaled], "calibrated", [Self.attribute("axis", 1)])
        case .platt(let map): return addPlatt(map, probabilities)
        case .isotonic(let map): return addIsotonic(map, probabilities)
        }
    }

    /// Adds Platt scaling.
    private mutating func addPlatt(_ map: PlattScaling, _ probabilities: String) -> String {
        let positive = addLogarithm(
            of: addColumn(map.positive, of: probabilities, "platt.positive"), "platt.positive")
        let other = addLogarithm(
            of: addColumn(1 - map.positive, of: probabilities, "platt.other"), "platt.other")
        let logit = add("Sub", "platt", [positive, other], "platt.logit")
        let factor = add(constant: "platt.a", [map.a], [])
        let constant = add(constant: "platt.b", [map.b], [])
        let product = add("Mul", "platt", [factor, logit], "platt.product")
        let exponent = add("Add", "platt", [product, constant], "platt.exponent")
        let opposite = add("Neg", "platt", [exponent], "platt.opposite")
        return addPair(
            addSigmoid(ofMinus: exponent, "platt.calibrated"),
            addSigmoid(ofMinus: opposite, "platt.remainder"), positive: map.positive)
    }

    /// Adds `1 / (1 + exp(x))`.
    private mutating func addSigmoid(ofMinus x: String, _ name: String) -> String {
        let one = add(constant: "one", [1.0], [])
        let power = add("Exp", name, [x], "\(name).exp")
        let sum = add("Add", name, [one, power], "\(name).sum")
        return add("Div", name, [one, sum], name)
    }

    /// Adds isotonic regression. The number of knots up to a probability selects the line before,
    /// between or after the knots; the lines before and after are constant, and so are those
    /// between equal values, without any rounding.
    private mutating func addIsotonic(
        _ map: IsotonicCalibration, _ probabilities: String
    ) -> String {
        let (knots, values) = (map.knots, map.values)
        let last = knots.count - 1
        let starts = [0.0] + knots
        let lengths = [1.0] + zip(knots, knots.dropFirst()).map { $1 - $0 } + [1.0]
        let bases = [values[0]] + values
        let rises = [0.0] + zip(values, values.dropFirst()).map { $1 - $0 } + [0.0]
        let probability = addColumn(map.positive, of: probabilities, "isotonic.probability")
        let all = add(constant: "isotonic.knots", knots, [1, last + 1])
        let reached = add("GreaterOrEqual", "isotonic", [probability, all], "isotonic.reached")
        let ones = addCast(reached, to: .int64, "isotonic.ones")
        let axis = add(constant: "axis", [1])
        let line = add(
            "ReduceSum", "isotonic", [ones, axis], "isotonic.line",
            [Self.attribute("keepdims", 1)])
        func selected(_ graph: inout ONNXGraph, _ name: String, _ table: [Double]) -> String {
            let constant = graph.add(constant: "isotonic.\(name).table", table, [table.count])
            return graph.add("Gather", "isotonic", [constant, line], "isotonic.\(name)")
        }
        let start = selected(&self, "start", starts)
        let length = selected(&self, "length", lengths)
        let base = selected(&self, "base", bases)
        let rise = selected(&self, "rise", rises)
        let distance = add("Sub", "isotonic", [probability, start], "isotonic.distance")
        let part = add("Div", "isotonic", [distance, length], "isotonic.part")
        let gain = add("Mul", "isotonic", [part, rise], "isotonic.gain")
        let calibrated = add("Add", "isotonic", [base, gain], "isotonic.calibrated")
        let one = add(constant: "one", [1.0], [])
        let remainder = add("Sub", "isotonic", [one, calibrated], "isotonic.remainder")
        return addPair(calibrated, remainder, positive: map.positive)
    }

    /// Adds the probabilities of one class, `[N, 1]`.
    private mutating func addColumn(
        _ index: Int, of probabilities: String, _ name: String
    ) -> String {
        let column = add(constant: "column\(index)", [index])
        return add("Gather", name, [probabilities, column], name, [Self.attribute("axis", 1)])
    }

    /// Adds the probabilities of two classes from that of the positive and that of the other class.
    private mutating func addPair(
        _ calibrated: String, _ other: String, positive: Int
    ) -> String {
        add(
            "Concat", "calibrated", positive == 0 ? [calibrated, other] : [other, calibrated],
            "calibrated", [Self.attribute("axis", 1)])
    }
}
