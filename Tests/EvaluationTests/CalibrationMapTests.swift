import Evaluation
import Testing
import TestSupport

/// Calibration maps compared with scikit-learn, SciPy and PyTorch: `Tools/goldens/diagnostics.py`.
@Suite struct CalibrationMapTests {
    static let golden: Golden? = try? Golden("diagnostics/calibration")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)
    static let binary = cases.filter { golden?.has("\($0).platt") == true }

    private static func predictions(_ index: Int, in golden: Golden) throws -> WeightedPredictions {
        let labels = try golden.integers("\(index).labels")
        let probabilities = try golden.doubles("\(index).probabilities")
        let positive = golden.has("\(index).positive") ? "\(index).positive" : nil
        return try WeightedPredictions(
            Predictions(
                labels: labels, probabilities: probabilities,
                classes: probabilities.count / labels.count),
            positive: try positive.map { try golden.integers($0)[0] }
        ).weighted(by: try golden.integers("\(index).weights").map(Double.init))
    }

    private func check(
        _ got: [Double], _ expected: [Double], _ tolerance: Double, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(got.count == expected.count, "\(what)", sourceLocation: sourceLocation)
        for (got, expected) in zip(got, expected) {
            #expect(
                abs(got - expected) <= tolerance * max(1, abs(expected)),
                "\(what): got \(got), expected \(expected)", sourceLocation: sourceLocation)
        }
    }

    /// Every number is a probability, and the rows add up to 1.
    private func checkProbabilities(_ rows: [Double], classes: Int) {
        #expect(rows.allSatisfy { $0 >= 0 && $0 <= 1 })
        for first in stride(from: 0, to: rows.count, by: classes) {
            #expect(abs(rows[first..<first + classes].reduce(0, +) - 1) < 1e-12)
        }
    }

    private static func two(
        _ labels: [Int], _ scores: [Double], positive: Int? = 1
    ) throws -> WeightedPredictions {
        try WeightedPredictions(
            Predictions(
                labels: labels, probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2),
            positive: positive)
    }

    @Test func allCasesAreThere() {
        #expect(Self.cases.count == 8)
        #expect(Self.binary == [0, 3, 4, 5, 7])
    }

    @Test(arguments: cases) func temperaturesMatchPyTorch(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let expected = try golden.doubles("\(index).temperature")
        let map = try #require(TemperatureScaling(fit: predictions))
        check([map.temperature], [expected[0]], 1e-4, "LBFGS")
        check([map.temperature], [expected[1]], 1e-9, "SciPy")
        let fresh = try golden.doubles("\(index).fresh")
        let got = map.apply(to: fresh, classes: predictions.classes)
        check(got, try golden.doubles("\(index).temperature_fresh"), 1e-9, "probabilities")
        checkProbabilities(got, classes: predictions.classes)
    }

    @Test(arguments: binary) func plattScalingMatchesScikitLearn(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let expected = try golden.doubles("\(index).platt")
        let map = try #require(PlattScaling(fit: predictions))
        check([map.a, map.b], Array(expected[0..<2]), 1e-6, "scikit-learn")
        check([map.a, map.b], Array(expected[2..<4]), 1e-9, "SciPy")
        let got = map.apply(to: try golden.doubles("\(index).fresh"), classes: 2)
        check(
            Self.column(map.positive, of: got), try golden.doubles("\(index).platt_fresh"), 1e-9,
            "probabilities")
        checkProbabilities(got, classes: 2)
    }

    @Test(arguments: binary) func isotonicRegressionMatchesScikitLearn(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let map = try #require(IsotonicCalibration(fit: predictions))
        let knots = try golden.doubles("\(index).knots")
        check(map.knots + map.values, knots, 1e-12, "knots")
        for (name, expected) in [("probabilities", "isotonic"), ("fresh", "isotonic_fresh")] {
            let got = map.apply(to: try golden.doubles("\(index).\(name)"), classes: 2)
            check(
                Self.column(map.positive, of: got), try golden.doubles("\(index).\(expected)"),
                1e-9, name)
            checkProbabilities(got, classes: 2)
        }
    }

    private static func column(_ column: Int, of rows: [Double]) -> [Double] {
        stride(from: column, to: rows.count, by: 2).map { rows[$0] }
    }

    /// Temperature scaling and isotonic regression have the smallest log loss of maps that include
    /// the identity. Platt scaling has not: its targets are not 0 and 1.
    @Test(arguments: [CalibrationMap.Method.temperature, .isotonic], binary)
    func mapsLowerTheLogLoss(_ method: CalibrationMap.Method, _ index: Int) throws {
        let golden = try #require(Self.golden)
        let predictions = try Self.predictions(index, in: golden)
        let map = try #require(CalibrationMap(method, fit: predictions))
        #expect(map.method == method)
        let rows = map.apply(to: try golden.doubles("\(index).probabilities"), classes: 2)
        let calibrated = try WeightedPredictions(
            Predictions(labels: predictions.labels, probabilities: rows, classes: 2),
            positive: predictions.positive
        ).weighted(by: predictions.weights)
        let before = try #require(LogLoss().value(predictions))
        #expect(try #require(LogLoss().value(calibrated)) <= before + 1e-12)
    }

    /// Temperatures are bounded: perfect predictions give the lower bound, and images that are
    /// confidently incorrect the upper one.
    @Test func temperaturesAreBounded() throws {
        let range = TemperatureScaling.range
        for (labels, expected) in [
            ([0, 1], range.lowerBound), ([1, 0], range.upperBound), ([1], range.upperBound),
        ] {
            let predictions = try Self.two(labels, Array([0.1, 0.9].prefix(labels.count)))
            #expect(TemperatureScaling(fit: predictions)?.temperature == expected)
        }
        let uniform = try Self.two([0, 1, 1], [0.5, 0.5, 0.5])
        #expect(TemperatureScaling(fit: uniform)?.temperature == 1)
        #expect(TemperatureScaling(fit: uniform.weighted(by: [0, 0, 0])) == nil)
    }

    @Test func temperatureOneChangesNothing() {
        let rows = [0.1, 0.2, 0.7, 0, 0, 1, 1.0 / 3, 1.0 / 3, 1.0 / 3]
        check(TemperatureScaling(temperature: 1).apply(to: rows, classes: 3), rows, 1e-15, "rows")
        check(
            PlattScaling(a: -1, b: 0, positive: 0).apply(to: [0.3, 0.7, 0, 1], classes: 2),
            [0.3, 0.7, 0, 1], 1e-15, "rows")
        let range = TemperatureScaling.range
        for temperature in [range.lowerBound, range.upperBound] {
            let map = TemperatureScaling(temperature: temperature)
            checkProbabilities(map.apply(to: rows, classes: 3), classes: 3)
        }
        #expect(TemperatureScaling(temperature: 2).apply(to: [], classes: 3).isEmpty)
    }

    @Test func mapsOfTwoClassesNeedBoth() throws {
        for method in [CalibrationMap.Method.platt, .isotonic] {
            #expect(try CalibrationMap(method, fit: Self.two([1, 1], [0.4, 0.6])) == nil)
            #expect(try CalibrationMap(method, fit: Self.two([0], [0.4])) == nil)
            let both = try Self.two([0, 1, 1], [0.3, 0.4, 0.6])
            #expect(CalibrationMap(method, fit: both) != nil)
            #expect(CalibrationMap(method, fit: both.weighted(by: [0, 1, 1])) == nil)
            let three = try WeightedPredictions(
                Predictions(
                    labels: [0, 1], probabilities: [0.2, 0.3, 0.5, 0.2, 0.3, 0.5], classes: 3),
                positive: nil)
            #expect(CalibrationMap(method, fit: three) == nil)
        }
    }

    /// Probabilities of exactly 0 and 1, correct and incorrect, give finite maps.
    @Test(arguments: CalibrationMap.Method.allCases)
    func extremeProbabilitiesGiveNumbers(_ method: CalibrationMap.Method) throws {
        for labels in [[0, 1, 0, 1], [1, 0, 1, 0], [0, 0, 0, 1], [0, 1, 1, 1]] {
            let predictions = try Self.two(labels, [0, 1, 0, 1])
            let map = try #require(CalibrationMap(method, fit: predictions))
            #expect(map.method == method)
            let rows = map.apply(to: [1, 0, 0, 1, 0.5, 0.5, 1 - 1e-20, 1e-20], classes: 2)
            checkProbabilities(rows, classes: 2)
            if case .platt(let map) = map { #expect(map.a.isFinite && map.b.isFinite) }
        }
    }

    /// Equal probabilities of all images calibrate to Platt's mean target.
    @Test func plattScalingOfEqualProbabilities() throws {
        let predictions = try Self.two([0, 1, 1, 1], [0.3, 0.3, 0.3, 0.3])
        let map = try #require(PlattScaling(fit: predictions))
        #expect(map.a == 0)
        let rows = map.apply(to: [0.7, 0.3], classes: 2)
        check(rows, [1 - (3 * 0.8 + 1 / 3.0) / 4, (3 * 0.8 + 1 / 3.0) / 4], 1e-12, "mean")
    }

    /// Calibrating one class calibrates the other one too.
    @Test(arguments: [CalibrationMap.Method.platt, .isotonic])
    func theChoiceOfThePositiveClassDoesNotMatter(_ method: CalibrationMap.Method) throws {
        let labels = (0..<40).map { $0 * 7 % 11 < 5 ? 1 : 0 }
        let scores = (0..<40).map { Double($0 * 13 % 40) / 41 }
        let fresh = [0.9, 0.1, 0.45, 0.55, 0, 1]
        let first = try #require(
            CalibrationMap(method, fit: try Self.two(labels, scores, positive: 0)))
        let second = try #require(CalibrationMap(method, fit: try Self.two(labels, scores)))
        let unknown = CalibrationMap(method, fit: try Self.two(labels, scores, positive: nil))
        #expect(unknown == second)
        check(
            first.apply(to: fresh, classes: 2), second.apply(to: fresh, classes: 2), 1e-9, "rows")
    }

    @Test func isotonicRegressionOfFewImages() throws {
        let apart = try #require(IsotonicCalibration(fit: Self.two([0, 1], [0.25, 0.75])))
        #expect(apart.knots == [0.25, 0.75] && apart.values == [0, 1])
        #expect(apart.apply(to: [1, 0, 0.5, 0.5, 0, 1], classes: 2) == [1, 0, 0.5, 0.5, 0, 1])
        // The order is reversed: both images are pooled.
        let pooled = try #require(IsotonicCalibration(fit: Self.two([1, 0], [0.25, 0.75])))
        #expect(pooled.knots == [0.25, 0.75] && pooled.values == [0.5, 0.5])
        let tied = try #require(IsotonicCalibration(fit: Self.two([1, 0, 1], [0.5, 0.5, 0.5])))
        #expect(tied.knots == [0.5] && tied.values == [2.0 / 3])
        #expect(tied.apply(to: [1, 0], classes: 2)[1] == 2.0 / 3)
    }

    @Test func knownKnotsAreChecked() {
        #expect(IsotonicCalibration(knots: [0.2, 0.4], values: [0.1, 0.1], positive: 1) != nil)
        #expect(IsotonicCalibration(knots: [], values: [], positive: 1) == nil)
        #expect(IsotonicCalibration(knots: [0.2], values: [0.1, 0.2], positive: 1) == nil)
        #expect(IsotonicCalibration(knots: [0.4, 0.2], values: [0.1, 0.2], positive: 1) == nil)
        #expect(IsotonicCalibration(knots: [0.2, 0.4], values: [0.3, 0.2], positive: 1) == nil)
        #expect(IsotonicCalibration(knots: [0.2], values: [1.5], positive: 1) == nil)
        #expect(IsotonicCalibration(knots: [.nan], values: [0.5], positive: 1) == nil)
        #expect(IsotonicCalibration(knots: [0.2], values: [0.5], positive: 2) == nil)
    }
}
