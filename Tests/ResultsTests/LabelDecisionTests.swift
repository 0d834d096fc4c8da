import Evaluation
import JSON
import Results
import Testing

/// The decisions of a model for each label.
struct LabelDecisionTests {
    private static let platt = ModelDecisions.Calibration(
        map: .platt(PlattScaling(a: -2, b: 0.5, positive: 1)), images: 20)
    private static let decisions = ModelDecisions(
        labels: [
            LabelDecision(
                label: "effusion", calibration: platt,
                threshold: .init(rule: "sensitivity:0.95", value: 0.2, images: 20)),
            LabelDecision(
                label: "a, b", threshold: .init(rule: "sensitivity:0.95", value: 0.75, images: 18)),
            LabelDecision(label: "rare"),
        ])

    @Test func eachLabelHasItsOwnCalibrationAndThreshold() {
        let decisions = Self.decisions
        #expect(!decisions.isEmpty && decisions.isOfValidation)
        #expect(decisions.thresholds(ofLabels: 3) == [0.2, 0.75, 0.5])
        let calibrated = decisions.calibrated(ofLabels: [0.5, 0.5, 0.5, 0.9, 0.9, 0.9])
        // Platt scaling of the logit 0 is 1 / (1 + exp(b)).
        #expect(abs(calibrated[0] - 0.377_540_668_798_145_4) < 1e-12)
        #expect(calibrated[3] > calibrated[0])
        #expect(Array(calibrated[1...2]) == [0.5, 0.5] && Array(calibrated[4...]) == [0.9, 0.9])
        let none = ModelDecisions()
        #expect(none.thresholds(ofLabels: 2) == [0.5, 0.5])
        #expect(none.calibrated(ofLabels: [0.1, 0.2]) == [0.1, 0.2])
    }

    @Test func theJSONIsReadBack() throws {
        let json = Self.decisions.json
        #expect(json["labels"]?.elements?.count == 3)
        #expect(json["threshold"] == nil)
        let document = try JSONDocument(text: json.pretty, file: "model.json")
        #expect(try ModelDecisions(document) == Self.decisions)
        // A model of classes has the file of earlier versions.
        #expect(ModelDecisions(labels: []).json == [:])
    }

    @Test(arguments: [
        (#"{ "labels": 3 }"#, "labels: expected an array"),
        (#"{ "labels": [{}] }"#, "labels[0].label: expected a string"),
        (
            #"{ "labels": [{ "label": "a", "threshold": { "rule": "given", "value": 1.5, "images": null } }] }"#,
            "a threshold is a probability; got 1.5"
        ),
        (
            #"{ "labels": [{ "label": "a", "calibration": { "method": "platt", "a": 1, "b": 0, "positive": 0, "images": 3 } }] }"#,
            "the calibration of the label a is that of another class"
        ),
    ])
    func badDecisionsAreErrors(_ text: String, _ message: String) throws {
        let document = try JSONDocument(text: text, file: "model.json")
        let error = #expect(throws: ResultsError.self) { try ModelDecisions(document) }
        #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
    }

    @Test func decisionsMustFitTheTask() {
        let names = ["effusion", "a, b", "rare"]
        #expect(Self.decisions.contradiction(labels: names) == nil)
        #expect(
            Self.decisions.contradiction(labels: names.reversed())?.contains("but those") == true)
        #expect(Self.decisions.contradiction(labels: nil) != nil)
        #expect(ModelDecisions().contradiction(labels: names) == nil)
        #expect(ModelDecisions().contradiction(labels: nil) == nil)
        let threshold = ModelDecisions(threshold: .init(rule: "given", value: 0.5, images: nil))
        #expect(threshold.contradiction(labels: names) != nil)
        #expect(threshold.contradiction(labels: nil) == nil)
    }

    @Test func sentencesNameEveryLabel() {
        let sentences = Self.decisions.sentences(positive: nil)
        #expect(
            sentences == [
                "The probability of each label is calibrated: effusion Platt scaling, from 20 "
                    + "validation images. Not calibrated: a, b, rare.",
                "Labels are predicted from these probabilities on (sensitivity:0.95, from the "
                    + "validation images): effusion 0.2, a, b 0.75. For rare, validation has no "
                    + "positive or no negative image, so that the threshold is 0.5.",
            ])
    }
}
