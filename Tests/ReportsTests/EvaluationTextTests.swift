import Evaluation
import Foundation
import Markup
import Results
import Testing
import Vocabulary

@testable import Reports

/// The texts of an evaluation: intervals by formulas, decisions at the threshold, the calibration
/// slope, and tests within the classes.
@Suite struct EvaluationTextTests {
    private func record(_ unit: String = "images") -> EvaluationRecord {
        func figure(_ value: Double) -> EvaluationRecord.Figure {
            .init(value: value, interval: (value - 0.05)...(value + 0.05))
        }
        return EvaluationRecord(
            name: "b", model: [.init(id: "t", key: "k", weights: "w")], classes: ["well", "sick"],
            positiveClass: "sick", precision: .fp32,
            images: .init(
                path: "x", split: nil, counts: [80, 120], patients: nil, fingerprint: "f",
                skipped: [], unread: []), overlaps: [],
            threshold: .init(rule: "youden", value: 0.243, images: 100), replicates: 2000,
            unit: unit,
            metrics: ["accuracy": figure(0.8), "sensitivity": figure(0.775), "auroc": figure(0.9)],
            decided: [
                "accuracy": figure(0.71),
                "sensitivity": .init(
                    value: 1, resampled: nil, proportion: ProportionInterval(1, count: 120)),
            ], confusion: [[68, 12], [27, 93]], prevalence: 0.6, meanProbability: 0.55,
            shift: .init(
                split: .test, images: 624,
                metrics: ["accuracy": figure(0.76), "sensitivity": figure(0.75)],
                differences: ["accuracy": .init(value: 0.04, interval: -0.02...0.1)],
                prevalence: 0.6, meanProbability: 0.5), program: "p", files: [:])
    }

    @Test func theThresholdHasItsOwnTable() throws {
        var record = record()
        record.shift?.decided = ["accuracy": .init(value: 0.65, interval: 0.6...0.7)]
        record.shift?.decidedDifferences = ["accuracy": .init(value: 0.06, interval: 0.01...0.11)]
        let text = EvaluatedMetrics(record: record).markdown.source
        let tables = text.components(separatedBy: "With decisions at the threshold 0.243:")
        try #require(tables.count == 2)
        #expect(tables[0].contains("With the most probable class predicted:"))
        let header = "| metric | value | 95% over images | internal test | difference (95%) |"
        #expect(tables.allSatisfy { $0.contains(header) })
        #expect(tables[0].contains("| AUROC |") && !tables[1].contains("| AUROC |"))
        #expect(tables[0].contains("+4.0 points (-2.0 to +10.0)"))
        #expect(tables[1].contains("+6.0 points (+1.0 to +11.0)"))
        // An evaluation of an earlier version has nothing to compare at the threshold.
        let earlier = EvaluatedMetrics(record: self.record()).markdown.source
        let own = earlier.components(separatedBy: "With decisions at the threshold")
        #expect(try #require(own.last).contains("| metric | value | 95% over images |\n"))
        var without = self.record()
        (without.threshold, without.decided) = (nil, [:])
        let plain = EvaluatedMetrics(record: without).markdown.source
        #expect(!plain.contains("threshold"))
    }

    @Test func theMethodOfAnIntervalIsNamed() {
        let text = EvaluatedMetrics(record: record()).markdown.source
        #expect(text.contains("97.0% to 100.0%, Clopper-Pearson"), "\(text)")
        #expect(
            text.contains(
                "The bootstrap has no interval for sensitivity at the threshold (120 images): all"
            ), "\(text)")
        #expect(!text.contains("patients"))
        let patients = EvaluatedMetrics(record: record("patients")).markdown.source
        #expect(patients.contains("(120 patients)"))
        #expect(patients.contains("as if the images of a patient were all predicted in the same"))
        var usual = record()
        usual.decided = [:]
        #expect(!EvaluatedMetrics(record: usual).markdown.source.contains("Clopper"))
    }

    @Test func theCalibrationSlopeIsExplained() throws {
        func text(_ recalibration: EvaluationRecord.Recalibration?) -> String? {
            var record = record()
            record.recalibration = recalibration
            record.shift?.recalibration = .undefined(.separation)
            return RecalibrationText(record: record).markdown?.source
        }
        let fitted = try #require(
            text(
                .fitted(
                    slope: .init(value: 0.831, interval: 0.6...1.1),
                    intercept: .init(value: 0.12, interval: -0.1...0.3),
                    inTheLarge: .init(value: -0.25, interval: nil))))
        #expect(fitted.contains("slope 0.83 (95%: 0.60 to 1.10)"), "\(fitted)")
        #expect(fitted.contains("calibration in the large -0.25 (95%: –)"))
        #expect(fitted.contains("A missing interval means"))
        #expect(fitted.contains("On the internal test images they are undefined"))
        for (reason, words) in [
            (LogisticRecalibration.Omission.oneClass, "all images have one class"),
            (.equalProbabilities, "the same probability"), (.separation, "separates"),
        ] {
            #expect(try #require(text(.undefined(reason))).contains(words))
        }
        #expect(text(nil) == nil)
    }

    @Test func testsWithinTheClassesAreNamed() throws {
        var record = record()
        record.comparisons = [
            .init(
                source: .init(
                    name: "reader", file: "r.csv", digest: "d", rows: 200, otherRows: 0,
                    hasProbabilities: false, hasDecisions: true, notes: []), images: 200,
                unit: "images", metrics: ["accuracy": .init(value: 0.8, interval: nil)],
                kappa: nil,
                mostProbable: .init(
                    metrics: ["accuracy": .init(value: 0.8, interval: nil)], differences: [:],
                    equal: 180, onlyModel: 10, onlyOther: 10, pValue: 1,
                    sensitivity: .init(
                        images: 120, onlyModel: 10, onlyOther: 0, pValue: 0.002,
                        correctedP: 0.004),
                    specificity: .init(
                        images: 80, onlyModel: 0, onlyOther: 10, pValue: 0.002,
                        correctedP: 0.004), kappa: nil, modelKappa: nil), atThreshold: nil,
                area: nil)
        ]
        let text = try #require(ReaderComparisons(record: record).markdown?.source)
        #expect(
            text.contains(
                "Of the 120 sick images, only the model decides 10 correctly, only reader 0 (sensitivity, McNemar's test: p = 0.004, significant)."
            ), "\(text)")
        #expect(text.contains("Of the 80 well images"))
        #expect(text.contains("corrected for both together by Holm's method"))
        record.comparisons[0].mostProbable.sensitivity = nil
        record.comparisons[0].mostProbable.specificity = nil
        let without = try #require(ReaderComparisons(record: record).markdown?.source)
        #expect(!without.contains("Of the") && !without.contains("Holm"))
    }
}
