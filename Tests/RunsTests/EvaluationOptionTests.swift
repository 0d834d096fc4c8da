import Evaluation
import Runs
import Testing

/// The texts of the options of an evaluation.
struct EvaluationOptionTests {
    @Test(arguments: [
        ("youden", EvaluationOptions.Threshold.rule(.youden)),
        ("sensitivity:0.95", .rule(.sensitivity(atLeast: 0.95))),
        ("specificity:1", .rule(.specificity(atLeast: 1))),
        ("cost:1,20", .rule(.cost(falsePositive: 1, falseNegative: 20))),
        ("cost:0,1", .rule(.cost(falsePositive: 0, falseNegative: 1))),
        ("0.3", .given(0.3)),
    ])
    func thresholdsAreRead(_ text: String, _ expected: EvaluationOptions.Threshold) {
        #expect(EvaluationOptions.Threshold(text) == expected)
    }

    @Test(arguments: [
        "", "0", "1", "-0.2", "nan", "Youden", "youden:1", "sensitivity", "sensitivity:",
        "sensitivity:1.1", "sensitivity:0.9,0.8", "sensitivity:x", "cost:1", "cost:0,0",
        "cost:1,-2", "cost:1,inf", "specificity:0.9:1",
    ])
    func otherThresholdsAreNot(_ text: String) {
        #expect(EvaluationOptions.Threshold(text) == nil)
    }

    @Test func calibrationsAreRead() {
        #expect(EvaluationOptions.Calibration("none") == EvaluationOptions.Calibration.none)
        #expect(EvaluationOptions.Calibration("auto") == .auto)
        #expect(EvaluationOptions.Calibration("platt") == .method(.platt))
        #expect(EvaluationOptions.Calibration("sigmoid") == nil)
    }
}
