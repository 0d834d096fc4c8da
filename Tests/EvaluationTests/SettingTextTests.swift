import Evaluation

import Testing

/// The texts of the options of an evaluation.
struct SettingTextTests {
    @Test(arguments: [
        ("youden", ThresholdSetting.rule(.youden)),
        ("sensitivity:0.95", .rule(.sensitivity(atLeast: 0.95))),
        ("specificity:1", .rule(.specificity(atLeast: 1))),
        ("cost:1,20", .rule(.cost(falsePositive: 1, falseNegative: 20))),
        ("cost:0,1", .rule(.cost(falsePositive: 0, falseNegative: 1))),
        ("0.3", .given(0.3)),
    ])
    func thresholdsAreRead(_ text: String, _ expected: ThresholdSetting) {
        #expect(ThresholdSetting(text) == expected)
    }

    @Test(arguments: [
        "", "0", "1", "-0.2", "nan", "Youden", "youden:1", "sensitivity", "sensitivity:",
        "sensitivity:1.1", "sensitivity:0.9,0.8", "sensitivity:x", "cost:1", "cost:0,0",
        "cost:1,-2", "cost:1,inf", "specificity:0.9:1",
    ])
    func otherThresholdsAreNot(_ text: String) {
        #expect(ThresholdSetting(text) == nil)
    }

    @Test func calibrationsAreRead() {
        #expect(CalibrationSetting("none") == CalibrationSetting.none)
        #expect(CalibrationSetting("auto") == .auto)
        #expect(CalibrationSetting("platt") == .method(.platt))
        #expect(CalibrationSetting("sigmoid") == nil)
    }
}
