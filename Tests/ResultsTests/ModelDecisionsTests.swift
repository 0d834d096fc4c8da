import Evaluation
import JSON
import Results
import Testing
import Vocabulary

/// What a model decides about an image, and the JSON form of its decisions.
struct ModelDecisionsTests {
    @Test func withoutDecisionsTheMostProbableClassIsPredicted() {
        let none = ModelDecisions()
        #expect(none.isEmpty && none.json == [:])
        #expect(none.predicted([0.2, 0.5, 0.3], positive: nil) == 1)
        // Of equal probabilities, the first.
        #expect(none.predicted([0.5, 0.5], positive: 1) == 0)
        #expect(abs(none.certainty(of: [0.2, 0.5, 0.3], positive: nil) - 0.2) < 1e-15)
        #expect(!none.abstains([0.5, 0.5], positive: 1))
    }

    @Test(arguments: [
        (0.3, 0.3, 1, 0.0), (0.3, 0.2999, 0, 0.000_333), (0.3, 1.0, 1, 1.0), (0.3, 0.0, 0, 1.0),
        (0.3, 0.65, 1, 0.5), (0.3, 0.15, 0, 0.5), (0.5, 0.8, 1, 0.6), (1.0, 1.0, 1, 1.0),
        (1.0, 0.5, 0, 0.5),
    ])
    func thresholdsDecide(
        _ threshold: Double, _ probability: Double, _ predicted: Int, _ certainty: Double
    ) {
        let decisions = ModelDecisions(
            threshold: .init(rule: "given", value: threshold, images: nil))
        for positive in [0, 1] {
            let other = 1 - probability
            let row = positive == 1 ? [other, probability] : [probability, other]
            let expected = predicted == 1 ? positive : 1 - positive
            #expect(decisions.predicted(row, positive: positive) == expected)
            #expect(abs(decisions.certainty(of: row, positive: positive) - certainty) < 1e-6)
        }
    }

    @Test func lessCertainPredictionsAreNotMade() {
        let decisions = ModelDecisions(
            threshold: .init(rule: "youden", value: 0.3, images: 10),
            abstention: .init(fraction: 0.2, certainty: 0.5, images: 10))
        #expect(!decisions.abstains([0.35, 0.65], positive: 1))
        #expect(decisions.abstains([0.36, 0.64], positive: 1))
        #expect(decisions.abstains([0.84, 0.16], positive: 1))
        #expect(!decisions.abstains([0.9, 0.1], positive: 1))
    }

    @Test(arguments: [
        CalibrationMap.temperature(TemperatureScaling(temperature: 1.7)),
        .platt(PlattScaling(a: 1.25, b: -0.5, positive: 1)),
    ])
    func decisionsAreReadBack(_ map: CalibrationMap) throws {
        let decisions = ModelDecisions(
            augmentation: [.horizontalFlip, .rotate270],
            calibration: .init(map: map, images: 40),
            threshold: .init(rule: "sensitivity:0.95", value: 0.125, images: 40),
            abstention: .init(fraction: 0.2, certainty: 0.25, images: 40), areOutOfFold: true)
        let document = try JSONDocument(text: decisions.json.pretty, file: "model.json")
        #expect(try ModelDecisions(document) == decisions)
        let empty = try JSONDocument(text: "{}", file: "model.json")
        #expect(try ModelDecisions(empty).isEmpty)
    }

    @Test(arguments: [
        #"{ "tta": ["mirror"] }"#, #"{ "tta": "horizontalFlip" }"#,
        #"{ "calibration": { "method": "temperature", "temperature": 0, "images": 3 } }"#,
        #"{ "calibration": { "method": "spline", "images": 3 } }"#,
        #"{ "threshold": { "rule": "youden" } }"#, #"{ "abstention": { "fraction": 0.2 } }"#,
    ])
    func damagedDecisionsAreErrors(_ text: String) throws {
        let document = try JSONDocument(text: text, file: "model.json")
        let error = #expect(throws: ResultsError.self) { try ModelDecisions(document) }
        #expect("\(try #require(error))".contains("model.json"))
    }
}
