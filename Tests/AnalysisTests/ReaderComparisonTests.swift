import Analysis
import Evaluation
import Foundation
import Results
import Testing
import TestSupport

/// Comparisons with readers compared with scikit-learn and statsmodels: `Tools/goldens/readers.py`.
@Suite struct ReaderComparisonTests {
    private static let classes = ["A", "B"]

    private static func table(
        _ labels: [Int], _ positive: [Double], groups: [String?]? = nil
    ) -> PredictionTable {
        PredictionTable(
            classes: classes, files: labels.indices.map { "A/\(1000 + $0).png" },
            groups: groups ?? labels.map { _ in nil },
            predictions: Predictions(
                labels: labels, probabilities: positive.flatMap { [1 - $0, $0] }, classes: 2))
    }

    /// The file of a reader for the images of a table.
    private static func reader(
        _ table: PredictionTable, _ columns: [(name: String, values: [String])],
        name: String = "r", positive: String? = "B", commonOnly: Bool = false,
        rows: Range<Int>? = nil
    ) throws -> ReaderFile {
        try withTemporaryFolder { folder in
            var text = (["file"] + columns.map(\.name)).joined(separator: ",") + "\n"
            for image in rows ?? table.files.indices {
                text +=
                    ([table.files[image]] + columns.map { $0.values[image] })
                    .joined(separator: ",") + "\n"
            }
            let path = "\(folder)/\(name).csv"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return try ReaderFile(
                name: name, path: path, images: table.files, labels: table.predictions.labels,
                classes: classes, positive: positive, commonOnly: commonOnly)
        }
    }

    private static func compare(
        _ table: PredictionTable, _ file: ReaderFile, positive: String? = "B",
        threshold: Double? = nil, replicates: Int = 200
    ) throws -> EvaluationRecord.Comparison {
        try EvaluationRecord.Comparison(
            of: table, with: file.predictions(for: table), source: file.source, positive: positive,
            threshold: threshold, replicates: replicates)
    }

    private static func isNear(
        _ figure: EvaluationRecord.Figure?, _ expected: ArraySlice<Double>
    ) -> Bool {
        guard let figure, let first = expected.first, abs(figure.value - first) < 1e-9 else {
            return false
        }
        guard let interval = figure.interval else { return false }
        let ends = Array(expected.dropFirst())
        return abs(interval.lowerBound - ends[0]) < 1e-9
            && abs(interval.upperBound - ends[1]) < 1e-9
    }

    @Test func figuresMatchTheGoldens() throws {
        let golden = try Golden("diagnostics/readers")
        let table = Self.table(try golden.integers("labels"), try golden.doubles("model"))
        let count = try golden.integer("count")
        let replicates = try golden.integer("replicates")
        let threshold = try #require(golden.number("threshold"))
        let ofDecisions = try #require(golden.text("ofDecisions")).split(separator: ",")
            .map(String.init)
        let ofProbabilities = try #require(golden.text("ofProbabilities")).split(separator: ",")
            .map(String.init)
        #expect(count == 3)
        let all = try (0..<count).map { number in
            var columns = [
                (
                    name: "predicted",
                    values: try golden.integers("\(number).decisions").map { Self.classes[$0] }
                )
            ]
            if golden.has("\(number).probabilities") {
                let values = try golden.doubles("\(number).probabilities")
                columns.append((name: "probability", values: values.map { "\($0)" }))
            }
            return try Self.compare(
                table, Self.reader(table, columns, name: "r\(number)"), threshold: threshold,
                replicates: replicates)
        }
        let comparisons = EvaluationRecord.Comparison.corrected(all)
        for (number, comparison) in comparisons.enumerated() {
            let hasProbabilities = golden.has("\(number).probabilities")
            #expect(comparison.source.hasProbabilities == hasProbabilities)
            #expect(comparison.source.hasDecisions)
            let names = ofDecisions + (hasProbabilities ? ofProbabilities : [])
            let metrics = try golden.doubles("\(number).metrics")
            for (index, name) in names.enumerated() {
                let value = try #require(comparison.metrics[name]?.value)
                #expect(abs(value - metrics[index]) < 1e-9, "\(number) \(name)")
            }
            #expect(Self.isNear(comparison.kappa, try golden.doubles("\(number).kappa")[...]))
            if !hasProbabilities {
                #expect(comparison.metrics["auroc"] == nil && comparison.area == nil)
                #expect(comparison.metrics["log_loss"] == nil)
                #expect(comparison.mostProbable.differences["auroc"] == nil)
            }
            let rules: [(String, EvaluationRecord.Comparison.Decisions?, [String])] = [
                ("mostProbable", comparison.mostProbable, names),
                ("atThreshold", comparison.atThreshold, ofDecisions),
            ]
            for (rule, decisions, names) in rules {
                let decisions = try #require(decisions)
                let key = "\(number).\(rule)"
                let differences = try golden.doubles("\(key).differences")
                for (index, name) in names.enumerated() {
                    let expected = differences[3 * index..<3 * index + 3]
                    #expect(
                        Self.isNear(decisions.differences[name], expected), "\(key) \(name)")
                }
                #expect(
                    [decisions.equal, decisions.onlyModel, decisions.onlyOther]
                        == (try golden.integers("\(key).counts")))
                let kappas = try golden.doubles("\(key).kappa")
                #expect(Self.isNear(decisions.kappa, kappas[..<3]))
                #expect(Self.isNear(decisions.modelKappa, kappas[3...]))
                let p = try golden.doubles("\(rule).p")
                #expect(abs(decisions.pValue - p[number]) < 1e-9)
                #expect(abs((decisions.correctedP ?? -1) - p[count + number]) < 1e-9)
                let ofClasses = try golden.doubles("\(rule).classes.p")
                let counts = try golden.integers("\(key).classes")
                for (row, test) in [decisions.sensitivity, decisions.specificity].enumerated() {
                    let test = try #require(test)
                    #expect(
                        [test.images, test.onlyModel, test.onlyOther]
                            == Array(counts[3 * row..<3 * row + 3]))
                    let column = 2 * number + row
                    #expect(abs(test.pValue - ofClasses[column]) < 1e-9)
                    #expect(abs(test.correctedP - ofClasses[2 * count + column]) < 1e-9)
                }
            }
        }
        // DeLong's tests of two of the readers are corrected for two.
        let areas = comparisons.compactMap(\.area)
        #expect(areas.count == 2)
        #expect(areas.compactMap(\.correctedP) == Statistics.holm(areas.map(\.pValue)))
        for area in areas { #expect(area.difference.interval != nil && area.pValue < 1) }
    }

    /// The model has a larger sensitivity and a smaller specificity than a reader, so that the
    /// accuracies do not differ; each of the two tests is corrected for both.
    @Test func opposedDifferencesWithinTheClasses() throws {
        let labels = (0..<60).map { $0 < 30 ? 1 : 0 }
        let positive = labels.indices.map { $0 < 30 || $0 % 3 == 0 ? 0.8 : 0.2 }
        let table = Self.table(labels, positive)
        // The reader misses ten positives, and no negative.
        let decisions = (
            name: "reader", values: labels.indices.map { $0 < 30 && $0 % 3 > 0 ? "B" : "A" }
        )
        let comparison = try Self.compare(table, Self.reader(table, [decisions])).mostProbable
        #expect(comparison.onlyModel == 10 && comparison.onlyOther == 10)
        #expect(comparison.pValue == 1)
        let sensitivity = try #require(comparison.sensitivity)
        #expect(sensitivity.images == 30)
        #expect(sensitivity.onlyModel == 10 && sensitivity.onlyOther == 0)
        #expect(abs(sensitivity.pValue - 2 / 1024) < 1e-12)
        #expect(abs(sensitivity.correctedP - 4 / 1024) < 1e-12)
        let specificity = try #require(comparison.specificity)
        #expect(specificity.onlyModel == 0 && specificity.onlyOther == 10)
        #expect(specificity.correctedP == sensitivity.correctedP)
        // Without negatives there is one test, which needs no correction.
        let one = table.keeping { table.predictions.labels[$0] == 1 }
        let within = try Self.compare(
            one, Self.reader(one, [(decisions.name, Array(decisions.values[..<30]))])
        ).mostProbable
        #expect(within.specificity == nil)
        #expect(within.sensitivity?.correctedP == within.sensitivity?.pValue)
        let unknown = try Self.compare(
            table, Self.reader(table, [decisions], positive: nil), positive: nil
        ).mostProbable
        #expect(unknown.sensitivity == nil && unknown.specificity == nil)
    }

    /// The predictions of the model itself: no difference, perfect agreement.
    @Test func theSamePredictionsDoNotDiffer() throws {
        let labels = (0..<60).map { $0 % 3 == 0 ? 0 : 1 }
        let positive = labels.indices.map { image in
            (Double(image * 37 % 101) / 101 + Double(labels[image])) / 2
        }
        let table = Self.table(labels, positive)
        let columns = Self.classes.indices.map { number in
            (
                name: "probability_\(Self.classes[number])",
                values: labels.indices.map { "\(table.predictions.probabilities(of: $0)[number])" }
            )
        }
        let comparison = try Self.compare(
            table, Self.reader(table, columns), threshold: 0.3)
        #expect(comparison.mostProbable.differences.count == comparison.metrics.count)
        for (name, difference) in comparison.mostProbable.differences {
            #expect(difference.value == 0 && difference.interval == nil, "\(name)")
        }
        #expect(comparison.mostProbable.equal == 60)
        #expect(comparison.mostProbable.pValue == 1)
        #expect(comparison.mostProbable.kappa?.value == 1)
        #expect(comparison.mostProbable.kappa?.interval == nil)
        #expect(comparison.area?.difference.value == 0 && comparison.area?.pValue == 1)
        #expect(comparison.mostProbable.correctedP == nil)
        #expect(!comparison.source.hasDecisions)
        // The decisions at another threshold are others.
        #expect(comparison.atThreshold?.kappa?.value ?? 1 < 1)
        #expect(comparison.atThreshold?.differences["auroc"] == nil)
    }

    @Test func patientsAreDrawnAndCommonImagesCompared() throws {
        let labels = (0..<90).map { $0 % 2 }
        let positive = labels.indices.map { Double($0 * 37 % 101) / 101 }
        let groups = labels.indices.map { "p\($0 / 6)" as String? }
        let table = Self.table(labels, positive, groups: groups)
        let decisions = (name: "reader", values: labels.indices.map { $0 % 5 < 2 ? "a" : "b" })
        let whole = try Self.compare(table, Self.reader(table, [decisions]))
        #expect(whole.unit == "patients" && whole.images == 90)
        #expect(whole.atThreshold == nil)
        let some = try Self.compare(
            table, Self.reader(table, [decisions], commonOnly: true, rows: 10..<70))
        #expect(some.images == 60)
        let own = try ModelEvaluation(
            table.keeping { (10..<70).contains($0) }, positive: "B", threshold: nil,
            replicates: 200)
        #expect(some.mostProbable.metrics == own.metrics)
        #expect(some.mostProbable.metrics != whole.mostProbable.metrics)
    }

    /// What is undefined is left out.
    @Test func oneClassAndFewImages() throws {
        let table = Self.table([1, 1, 1], [0.9, 0.8, 0.7])
        let comparison = try Self.compare(
            table, Self.reader(table, [(name: "probability", values: ["0.6", "0.7", "0.8"])]),
            threshold: 0.5)
        #expect(comparison.mostProbable.kappa == nil && comparison.kappa == nil)
        #expect(comparison.mostProbable.equal == 3 && comparison.mostProbable.pValue == 1)
        #expect(comparison.area == nil && comparison.metrics["auroc"] == nil)
        #expect(comparison.metrics["specificity"] == nil)
        #expect(comparison.mostProbable.differences["accuracy"]?.value == 0)
        #expect(comparison.mostProbable.differences["accuracy"]?.interval == nil)
        let unknown = try Self.compare(
            table,
            Self.reader(table, [(name: "predicted", values: ["A", "B", "B"])], positive: nil),
            positive: nil, threshold: 0.5)
        #expect(unknown.atThreshold == nil && unknown.metrics["sensitivity"] == nil)
        #expect(unknown.mostProbable.onlyModel == 1 && unknown.mostProbable.onlyOther == 0)
    }
}
