import Evaluation
import Testing
import TestSupport

/// Metrics of subgroups compared with scikit-learn, their intervals with NumPy, and the permutation
/// test with its exact distribution: `Tools/goldens/subgroups.py`.
@Suite struct SubgroupTests {
    static let golden: Golden? = try? Golden("diagnostics/subgroups")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)
    private static let names = [
        "accuracy", "balanced_accuracy", "sensitivity", "specificity", "auroc", "ece",
    ]

    @Test func allCasesAreThere() { #expect(Self.cases.count == 6) }

    @Test(arguments: cases) func figuresMatchScikitLearn(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let labels = try golden.integers("\(index).labels")
        let values = try golden.integers("\(index).attribute")
        let patients = try golden.integers("\(index).patients")
        let isByPatient = Set(patients).count < labels.count
        let subgroups = Subgroups(
            try Self.predictions(labels, try golden.doubles("\(index).score")),
            threshold: try golden.doubles("\(index).threshold")[0],
            [Self.attribute(values.map { $0 < 0 ? nil : $0 })],
            bootstrap: Bootstrap(
                images: labels.count, replicates: try golden.integer("replicates"),
                clusters: isByPatient ? patients : nil),
            indices: Array(labels.indices))
        var expected = try golden.doubles("\(index).figures")
        if expected.count == 12, expected[0].isNaN { expected = [] }
        #expect(
            expected.count / 12 == subgroups.subgroups.reduce(0) { $0 + $1.figures.count })
        for start in stride(from: 0, to: expected.count, by: 12) {
            let row = Array(expected[start..<start + 12])
            let level = String(Int(row[0]))
            let subgroup = try #require(
                subgroups.subgroups.first { $0.terms[0].value == level })
            let figure = try #require(subgroup.figures[Self.names[Int(row[1])]])
            let interval = figure.own.method == nil ? figure.own.interval : nil
            let found = [
                figure.own.value, interval?.lowerBound, interval?.upperBound,
                figure.rest, figure.gap?.value, figure.gap?.interval?.lowerBound,
                figure.gap?.interval?.upperBound, figure.ratio?.value,
                figure.ratio?.interval?.lowerBound, figure.ratio?.interval?.upperBound,
            ]
            for (found, expected) in zip(found, row[2...]) {
                #expect(
                    expected.isNaN
                        ? found == nil : found.map { abs($0 - expected) < 1e-9 } ?? false,
                    "\(subgroup.name) \(Self.names[Int(row[1])])")
            }
        }
        #expect(subgroups.attributes[0].images == values.count { $0 < 0 })
    }

    /// The numbers of correct predictions of two groups, and the exact p-value.
    @Test func permutationTestIsThatOfTheExactDistribution() throws {
        let rows = try #require(Self.golden).doubles("exact")
        #expect(rows.count == 30)
        for start in stride(from: 0, to: rows.count, by: 5) {
            let (first, firstCount) = (Int(rows[start]), Int(rows[start + 1]))
            let (second, secondCount) = (Int(rows[start + 2]), Int(rows[start + 3]))
            var (labels, scores, values) = ([Int](), [Double](), [Int?]())
            func add(_ count: Int, _ label: Int, _ score: Double, _ value: Int) {
                for _ in 0..<count {
                    labels.append(label)
                    scores.append(score)
                    values.append(value)
                }
            }
            add(first, 1, 0.9, 0)
            add(firstCount - first, 1, 0.1, 0)
            add(second, 1, 0.9, 1)
            add(secondCount - second, 1, 0.1, 1)
            for value in 0...1 { add(12, 0, 0.2, value) }
            let subgroups = Self.subgroups(try Self.predictions(labels, scores), values)
            let found = subgroups.subgroups.map { $0.figures["sensitivity"]?.pValue }
            let p = try #require(found[0])
            // Drawing stops at a hundred hits, with a standard error of a tenth.
            #expect(abs(p - rows[start + 4]) < 0.35 * rows[start + 4] + 0.001)
            // Both groups have the same tests: of sensitivity, specificity and AUROC.
            #expect(found[1] == p)
            #expect(subgroups.tests == 3)
        }
    }

    /// A subgroup without errors has exact intervals of its fractions, and its differences have
    /// none.
    @Test func aSubgroupWithoutErrors() throws {
        let labels = (0..<80).map { $0 % 2 }
        let scores = labels.indices.map { image in
            let isCorrect = image < 40 || image % 10 > 3
            return isCorrect == (labels[image] == 1) ? 0.9 : 0.1
        }
        let values = labels.indices.map { $0 < 40 ? 0 : 1 }
        let predictions = try Self.predictions(labels, scores)
        let subgroups = Self.subgroups(predictions, values)
        let first = try #require(subgroups.subgroups.first)
        for (name, count) in [("accuracy", 40), ("sensitivity", 20), ("specificity", 20)] {
            let own = try #require(first.figures[name]?.own)
            #expect(own.value == 1 && own.method == .clopperPearson(count: count), "\(name)")
            #expect(own.interval == Statistics.clopperPearson(1, count: count), "\(name)")
            #expect(first.figures[name]?.gap?.interval == nil, "\(name)")
            #expect(subgroups.overall[name]?.method == nil, "\(name)")
        }
        #expect(first.figures["auroc"]?.own.interval == nil)
        // Two images of each patient.
        let patients = labels.indices.map { $0 / 4 * 2 + $0 % 2 }
        let grouped = Subgroups(
            predictions, [Self.attribute(values)],
            bootstrap: Bootstrap(images: 80, replicates: 300, clusters: patients),
            indices: Array(labels.indices))
        let own = try #require(grouped.subgroups.first?.figures["sensitivity"]?.own)
        #expect(own.method == .clopperPearson(count: 10))
    }

    /// The overall metrics are those of the bootstrap without subgroups.
    @Test func overallMetricsHaveTheUsualIntervals() throws {
        let (predictions, values) = try Self.example(images: 120)
        let bootstrap = Bootstrap(images: 120, replicates: 300)
        let subgroups = Subgroups(
            predictions, [Self.attribute(values)], bootstrap: bootstrap,
            indices: Array(0..<120))
        let metrics: [any Metric] = [
            Accuracy(), BalancedAccuracy(), Sensitivity(), Specificity(), AreaUnderROC(),
            CalibrationError(),
        ]
        let usual = bootstrap.intervals { weights in
            metrics.map { $0.value(predictions.weighted(by: weights)) }
        }
        for (metric, interval) in zip(metrics, usual) {
            let found = try #require(subgroups.overall[metric.name])
            let interval = try #require(interval)
            #expect(found.value == metric.value(predictions))
            #expect(abs((found.interval?.lowerBound ?? 0) - interval.lowerBound) < 1e-12)
            #expect(abs((found.interval?.upperBound ?? 0) - interval.upperBound) < 1e-12)
        }
    }

    @Test func aSubgroupOfAllImagesHasNoRest() throws {
        let (predictions, _) = try Self.example(images: 60)
        let subgroups = Self.subgroups(predictions, [Int?](repeating: 0, count: 60))
        let only = try #require(subgroups.subgroups.first)
        #expect(subgroups.subgroups.count == 1 && subgroups.tests == 0)
        #expect(only.figures["sensitivity"]?.own == subgroups.overall["sensitivity"])
        #expect(only.figures.values.allSatisfy { $0.gap == nil && $0.pValue == nil })
    }

    @Test func unknownValuesAreNoSubgroup() throws {
        let (predictions, values) = try Self.example(images: 120)
        let some = values.enumerated().map { $0 % 3 == 0 ? nil : $1 }
        let subgroups = Self.subgroups(predictions, some)
        #expect(subgroups.attributes == [.init(attribute: "a", images: 40)])
        #expect(subgroups.subgroups.reduce(0) { $0 + $1.images } == 80)
        let none = Self.subgroups(predictions, [Int?](repeating: nil, count: 120))
        #expect(none.subgroups.isEmpty && none.tests == 0)
    }

    /// A metric needs ten patients with images of each of its classes, and the accuracy twenty.
    @Test func tooFewToSay() throws {
        for (positives, names) in [
            (9, ["accuracy", "specificity"]),
            (10, ["accuracy", "auroc", "balanced_accuracy", "sensitivity", "specificity"]),
        ] {
            let labels =
                [Int](repeating: 1, count: positives) + [Int](repeating: 0, count: 15)
                + (0..<40).map { $0 % 2 }
            let scores = labels.indices.map { 0.3 + 0.01 * Double($0 * 7 % 41) }
            let values = labels.indices.map { $0 < positives + 15 ? 0 : 1 }
            let subgroups = Self.subgroups(try Self.predictions(labels, scores), values)
            #expect(subgroups.subgroups[0].figures.keys.sorted() == names)
            // The same images of half as many patients are too few.
            let patients = labels.indices.map { $0 / 2 }
            let fewer = Subgroups(
                try Self.predictions(labels, scores), [Self.attribute(values)],
                bootstrap: Bootstrap(images: labels.count, replicates: 200, clusters: patients),
                indices: Array(labels.indices))
            #expect(fewer.subgroups[0].isTooSmall)
            #expect(fewer.subgroups[0].patients == (positives + 15 + 1) / 2)
        }
    }

    /// All bacteria and viruses are positive: they are compared among the positives, and their
    /// AUROC is against all negatives, whose value is unknown.
    @Test func subgroupsOfOneClassAreComparedWithinIt() throws {
        let labels = [Int](repeating: 1, count: 60) + [Int](repeating: 0, count: 30)
        let scores = labels.indices.map { index in
            index < 30
                ? 0.9 : index < 60 ? (index % 2 == 0 ? 0.7 : 0.3) : 0.2 + 0.01 * Double(index % 30)
        }
        let values = labels.indices.map { $0 < 30 ? 0 : $0 < 60 ? 1 : nil }
        let predictions = try Self.predictions(labels, scores)
        let subgroups = Self.subgroups(predictions, values)
        #expect(subgroups.subgroups.map(\.onlyClass) == [1, 1])
        for subgroup in subgroups.subgroups {
            #expect(subgroup.figures.keys.sorted() == ["auroc", "sensitivity"])
        }
        let virus = try #require(subgroups.subgroups.last)
        let sensitivity = try #require(virus.figures["sensitivity"])
        #expect(sensitivity.own.value == 0.5 && sensitivity.rest == 1)
        #expect(sensitivity.gap?.value == -0.5 && sensitivity.isSignificant)
        let area = try #require(virus.figures["auroc"]?.own.value)
        let direct = try Self.predictions(
            Array(labels[30...]), Array(scores[30...]))
        #expect(area == AreaUnderROC().value(direct))
        // Two comparisons, each of both subgroups with each other.
        #expect(subgroups.tests == 2)
    }

    /// If predictions depend on the class only, a difference in prevalence is no difference of the
    /// model, although the accuracies differ.
    @Test func prevalenceAloneIsNotSignificant() throws {
        var (labels, scores, values) = ([Int](), [Double](), [Int?]())
        for (value, positives, negatives) in [(0, 80, 20), (1, 20, 80)] {
            for index in 0..<positives + negatives {
                let isPositive = index < positives
                labels.append(isPositive ? 1 : 0)
                // Sensitivity 95%, specificity 60%.
                let isCorrect = isPositive ? index % 20 != 0 : (index - positives) % 5 < 3
                scores.append(isPositive == isCorrect ? 0.8 : 0.2)
                values.append(value)
            }
        }
        let subgroups = Self.subgroups(try Self.predictions(labels, scores), values)
        let figures = subgroups.subgroups[0].figures
        #expect(abs((figures["accuracy"]?.gap?.value ?? 0) - 0.21) < 1e-9)
        #expect(figures["accuracy"]?.pValue == nil)
        #expect(figures["sensitivity"]?.gap?.value == 0 && figures["sensitivity"]?.pValue == 1)
        #expect(figures.values.allSatisfy { !$0.isSignificant })
    }

    /// Patients are exchanged as a whole: twenty copies of each image prove nothing more.
    @Test func copiesOfAnImageAreNoEvidence() throws {
        let correct = (0..<24).map { $0 < 12 ? $0 % 2 == 0 : $0 % 6 != 0 }
        func p(copies: Int) throws -> Double? {
            let images = (0..<48).flatMap { [Int](repeating: $0, count: copies) }
            let labels = images.map { $0 < 24 ? 1 : 0 }
            let scores = images.map { $0 < 24 ? correct[$0] ? 0.8 : 0.2 : 0.1 }
            let subgroups = Subgroups(
                try Self.predictions(labels, scores),
                [Self.attribute(images.map { $0 % 24 < 12 ? 0 : 1 })],
                bootstrap: Bootstrap(images: images.count, replicates: 200, clusters: images),
                indices: Array(images.indices))
            return subgroups.subgroups[0].figures["sensitivity"]?.pValue
        }
        let single = try #require(try p(copies: 1))
        #expect(single > 0.05)
        #expect(try p(copies: 20) == single)
    }

    /// Predictions and attributes are independent, so few tests are significant before, and
    /// hardly any set of tests after the correction.
    @Test func falsePositivesAreRare() throws {
        var (small, corrected, sets) = (0, 0, 0)
        for seed in 0..<40 {
            let (predictions, values) = try Self.example(images: 150, seed: UInt64(seed))
            let subgroups = Self.subgroups(predictions, values, replicates: 1)
            let figures = subgroups.subgroups[0].figures.values
            small += figures.count { ($0.pValue ?? 1) < 0.05 }
            corrected += figures.contains(where: \.isSignificant) ? 1 : 0
            sets += 1
        }
        #expect(small <= 14, "\(small) of 120 tests")
        #expect(corrected <= 6, "\(corrected) of \(sets) sets")
    }

    @Test func intersections() throws {
        let (predictions, values) = try Self.example(images: 200)
        let others = (0..<200).map { $0 < 6 ? 2 : $0 % 2 }
        let subgroups = Subgroups(
            predictions,
            [
                Self.attribute(values),
                ImageAttribute(name: "b", levels: ["x", "y", "z"], values: others),
            ], bootstrap: Bootstrap(images: 200, replicates: 200), indices: Array(0..<200))
        #expect(subgroups.subgroups.count == 5)
        #expect(subgroups.intersections.count == 4)
        #expect(subgroups.smallIntersections == 2)
        #expect(subgroups.intersections[0].name == "a: 0, b: x")
        let tested = subgroups.all.flatMap(\.figures.values).compactMap(\.correctedP)
        #expect(tested.count > subgroups.tests && subgroups.tests > 12)
        for figure in subgroups.all.flatMap(\.figures.values) {
            guard let p = figure.pValue, let corrected = figure.correctedP else { continue }
            #expect(corrected >= p && corrected <= min(1, Double(subgroups.tests) * p) + 1e-12)
        }
    }

    @Test func severalClasses() throws {
        let images = 180
        let labels = (0..<images).map { $0 % 3 }
        let probabilities = (0..<images).flatMap { image -> [Double] in
            let guess = image % 7 == 0 ? (image + 1) % 3 : image % 3
            return (0..<3).map { $0 == guess ? 0.6 : 0.2 }
        }
        let predictions = try WeightedPredictions(
            Predictions(labels: labels, probabilities: probabilities, classes: 3), positive: nil)
        let subgroups = Self.subgroups(predictions, (0..<images).map { $0 / 3 % 2 })
        #expect(
            subgroups.subgroups[0].figures.keys.sorted() == [
                "accuracy", "auroc", "balanced_accuracy",
            ]
        )
        #expect(subgroups.tests == 2)
        #expect(subgroups.overall["sensitivity"] == nil)
    }

    // MARK: - Helpers

    private static func predictions(_ labels: [Int], _ scores: [Double]) throws
        -> WeightedPredictions
    {
        try WeightedPredictions(
            Predictions(
                labels: labels, probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2),
            positive: 1)
    }

    private static func attribute(_ values: [Int?]) -> ImageAttribute {
        ImageAttribute(
            name: "a", levels: (0...(values.compactMap { $0 }.max() ?? 0)).map { String($0) },
            values: values)
    }

    private static func subgroups(
        _ predictions: WeightedPredictions, _ values: [Int?], replicates: Int = 200
    ) -> Subgroups {
        Subgroups(
            predictions, [attribute(values)],
            bootstrap: Bootstrap(images: predictions.count, replicates: replicates),
            indices: Array(0..<predictions.count))
    }

    /// Predictions of two classes with two values of an attribute on which they do not depend.
    private static func example(
        images: Int, seed: UInt64 = 1
    ) throws -> (predictions: WeightedPredictions, values: [Int?]) {
        // A linear congruential generator; high bits are random enough.
        var state = 0x9E37_79B9_7F4A_7C15 &* (seed + 1)
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 31)
        }
        let labels = (0..<images).map { _ in next() < 0.5 ? 1 : 0 }
        let scores = labels.map { label in
            min(0.99, max(0.01, 0.5 + 0.2 * (Double(label) - 0.5) + 0.6 * (next() - 0.5)))
        }
        let values = (0..<images).map { _ -> Int? in next() < 0.5 ? 1 : 0 }
        return (try predictions(labels, scores), values)
    }
}
