import Terminal
import Testing

/// The formatting of numbers in reports.
@Suite struct FormattingTests {
    @Test(arguments: [
        (0.8314, "83.1%"), (1, "100.0%"), (.nan, "not a number"), (0, "0.0%"),
    ])
    func percentages(_ value: Double, _ text: String) {
        #expect(Formatting.percent(value) == text)
    }

    @Test(arguments: [
        (0.41234, "0.412"), (12.345, "12.3"), (1234.5, "1234"), (0.000012, "1.20e-05"), (0, "0"),
        (.infinity, "not a number"),
    ])
    func threeDigits(_ value: Double, _ text: String) {
        #expect(Formatting.significant(value) == text)
    }

    @Test func countsAndLists() {
        #expect(Formatting.count(5216) == "5,216")
        #expect(Formatting.count(1_000_000) == "1,000,000")
        #expect(Formatting.count(16) == "16")
        #expect(Formatting.list(["a", "b", "c"]) == "a, b and c")
        #expect(Formatting.points(0.01) == "1.0 point")
    }

    @Test(arguments: [
        (1.4, 1), (12, 0), (3.6, 0), (0.14, 2), (0.0098, 3), (0.4, 1), (0, 1), (.nan, 1),
    ])
    func digitsFollowTheError(_ error: Double, _ digits: Int) {
        #expect(Formatting.decimals(error: error) == digits)
    }

    @Test(
        arguments: [
            (nil, ""), (0, " ± 0"), (0.01, " ± <0.1"), (0.04, " ± <0.1"), (0.06, " ± 0.1"),
            (1.23, " ± 1.2"),
        ] as [(Double?, String)])
    func standardDeviations(_ value: Double?, _ text: String) {
        #expect(Formatting.spread(value, 1) == text)
    }

    @Test func differencesAgreeWithTheRoundedValues() {
        #expect(Formatting.difference(0.8414, 0.8366, decimals: 1) == "0.4 points")
        #expect(Formatting.difference(0.8406, 0.8364, decimals: 1) == "0.5 points")
        #expect(Formatting.difference(0.8404, 0.84, decimals: 1) == "less than 0.1 points")
        #expect(Formatting.difference(0.5, 0.5, decimals: 0) == "0 points")
        #expect(Formatting.range(0.6181...0.6219, decimals: 0) == "61.8% to 62.2%")
        #expect(Formatting.range(0.62...0.62, decimals: 0) == "–")
    }
}
