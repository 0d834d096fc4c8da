import Evaluation
import JSON
import Results
import Tensors
import TestSupport
import Testing
import Vocabulary

/// The record and the predictions of an evaluation of several labels.
struct LabelRecordTests {
    private static let labels = ["effusion", "rare"]

    private static func record() -> EvaluationRecord {
        var record = EvaluationRecord(
            name: "b", model: [.init(id: "t", key: "k", weights: "w")], classes: labels,
            positiveClass: nil, precision: .fp32,
            images: .init(
                path: "x", split: nil, counts: [2, 0], patients: 2, fingerprint: "f", skipped: [],
                unread: []), overlaps: [], threshold: nil, replicates: 200, unit: "patients",
            metrics: ["auroc": .init(value: 0.75, interval: 0.5...1)], decided: [:],
            confusion: [], prevalence: nil, meanProbability: nil, shift: nil, program: "p",
            files: [:])
        record.images.all = 3
        record.labels = .init(
            labels: [
                .init(
                    decision: LabelDecision(
                        label: "effusion",
                        threshold: .init(rule: "youden", value: 0.25, images: 40)),
                    counts: LabelCounts(positive: 2, negative: 1),
                    metrics: ["auroc": .init(value: 0.75, interval: 0.5...1)],
                    shift: ["auroc": 0.5]),
                .init(
                    decision: LabelDecision(label: "rare"),
                    counts: LabelCounts(negative: 2, ignored: 1), metrics: [:],
                    omission: "no positive image"),
            ], micro: ["f1": .init(value: 0.5, interval: nil)])
        return record
    }

    @Test func theRecordAndItsPredictionsAreReadBack() throws {
        try withTemporaryFolder { folder in
            let table = LabelPredictionTable(
                labels: Self.labels, files: ["a.png", "b.png", "c.png"], groups: ["1", "1", nil],
                predictions: LabelPredictions(
                    truth: LabelMatrix(
                        [.positive, .negative, .positive, .ignored, .negative, .negative],
                        labels: 2), probabilities: [0.75, 0.5, 0.25, 0.125, 0.5, 0]))
            let evaluation = EvaluationFolder("\(folder)/b")
            try evaluation.write(Self.record(), .labels(table))
            var record = try evaluation.readRecord()
            #expect(try evaluation.readLabelPredictions(of: record) == table)
            #expect(throws: ResultsError.self) { try evaluation.readPredictions(of: record) }
            record.files = [:]
            #expect(record == Self.record())
            #expect(record.images.total == 3)
            #expect(record.json["dataset"]?["images"]?.int == 3)
        }
    }

    @Test func severalModelsAreCombined() throws {
        func table(_ files: [String], _ probabilities: [Double]) -> LabelPredictionTable {
            LabelPredictionTable(
                labels: ["x"], files: files, groups: files.map { _ in nil },
                predictions: LabelPredictions(
                    truth: LabelMatrix(files.map { _ in .positive }, labels: 1),
                    probabilities: probabilities))
        }
        let (a, b) = (table(["1", "2"], [0.25, 0.5]), table(["3"], [0.75]))
        let union = try #require(LabelPredictionTable.union(of: [a, b]))
        #expect(union.files == ["1", "2", "3"])
        #expect(union.predictions.probabilities == [0.25, 0.5, 0.75])
        #expect(LabelPredictionTable.union(of: [a, a]) == nil)
        #expect(LabelPredictionTable.union(of: []) == nil)
        #expect(LabelPredictionTable.mean(of: [a]) == a)
        let mean = LabelPredictionTable.mean(of: [a, table(["1", "2"], [0.75, 0])])
        #expect(mean?.predictions.probabilities == [0.5, 0.25])
    }
}
