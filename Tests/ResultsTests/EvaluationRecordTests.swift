import Evaluation
import Files
import JSON
import Results
import TestSupport
import Testing
import Vocabulary

/// Figures of an evaluation that `evaluation.json` contains only sometimes.
@Suite struct EvaluationRecordTests {
    private static func record() -> EvaluationRecord {
        let exact = EvaluationRecord.Figure(
            value: 1, resampled: nil, proportion: ProportionInterval(1, count: 24))
        let decisions = EvaluationRecord.Comparison.Decisions(
            metrics: ["accuracy": exact], differences: [:], equal: 20, onlyModel: 5, onlyOther: 1,
            pValue: 0.25, sensitivity: nil,
            specificity: .init(
                images: 12, onlyModel: 3, onlyOther: 1, pValue: 0.625, correctedP: 1),
            kappa: nil, modelKappa: nil)
        var record = EvaluationRecord(
            name: "b", model: [.init(id: "t", key: "k", weights: "w")], classes: ["n", "p"],
            positiveClass: "p", precision: .fp32,
            images: .init(
                path: "x", split: nil, counts: [12, 24], patients: nil, fingerprint: "f",
                skipped: [], unread: []), overlaps: [],
            threshold: .init(rule: "given", value: 0.25, images: nil), replicates: 200,
            unit: "images", metrics: ["accuracy": .init(value: 0.5, interval: 0.25...0.75)],
            decided: [
                "sensitivity": exact,
                "specificity": .init(
                    value: 0.5, resampled: nil, proportion: ProportionInterval(0.5, count: 12)),
            ], confusion: [[12, 0], [1, 23]], prevalence: nil, meanProbability: nil,
            shift: .init(
                split: .test, images: 9, metrics: [:], differences: [:], prevalence: nil,
                meanProbability: nil),
            predictive: [
                .init(
                    prevalence: 0.125,
                    positive: .init(
                        value: 1, interval: 0.5...1, method: .ofSensitivityAndSpecificity),
                    negative: nil)
            ], program: "p", files: [:])
        record.decidedConfusion = [[11, 1], [0, 24]]
        record.shift?.decided = ["accuracy": .init(value: 0.5, interval: nil)]
        record.shift?.decidedDifferences = ["accuracy": .init(value: -0.5, interval: -1...0)]
        record.comparisons = [
            .init(
                source: .init(
                    name: "r", file: "r.csv", digest: "d", rows: 36, otherRows: 0,
                    hasProbabilities: false, hasDecisions: true, notes: []), images: 36,
                unit: "images", metrics: [:], kappa: nil, mostProbable: decisions,
                atThreshold: nil, area: nil)
        ]
        return record
    }

    private static let recalibrations: [EvaluationRecord.Recalibration?] = [
        nil, .undefined(.separation), .undefined(.oneClass), .undefined(.equalProbabilities),
        .fitted(
            slope: .init(value: 0.75, interval: 0.5...1),
            intercept: .init(value: 0.25, interval: nil),
            inTheLarge: .init(value: -0.25, interval: -0.5...0)),
    ]

    @Test func figuresAreReadAsTheyWereWritten() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/evaluation.json"
        var record = Self.record()
        for recalibration in Self.recalibrations {
            record.recalibration = recalibration
            record.shift?.recalibration = recalibration
            try AtomicFile.write(record.json.pretty, to: path)
            #expect(try EvaluationRecord(file: path) == record)
        }
        // The method is written only if it is not the bootstrap.
        let text = record.json.pretty
        #expect(text.contains("\"method\": \"clopper-pearson\""))
        #expect(record.json["metrics"]?["accuracy"]?["method"] == nil)
        #expect(record.json["atThreshold"]?["sensitivity"]?["count"]?.int == 24)
        // An unknown method is an error.
        try AtomicFile.write(text.replacing("clopper-pearson", with: "wald"), to: path)
        let error = #expect(throws: ResultsError.self) { try EvaluationRecord(file: path) }
        #expect("\(try #require(error))".contains("clopper-pearson, wilson"))
    }

    /// An evaluation of an earlier version has none of these figures.
    @Test func earlierVersionsAreRead() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/evaluation.json"
        var json = Self.record().json
        var inside = try #require(json["internal"])
        for key in ["atThreshold", "differencesAtThreshold", "recalibration"] {
            inside[key] = nil
        }
        json["internal"] = inside
        json["confusionAtThreshold"] = nil
        try AtomicFile.write(json.pretty, to: path)
        let read = try EvaluationRecord(file: path)
        #expect(read.decidedConfusion == nil && read.recalibration == nil)
        let shift = try #require(read.shift)
        #expect(shift.decided.isEmpty && shift.decidedDifferences.isEmpty)
        #expect(shift.recalibration == nil && shift.images == 9)
    }
}
