import Evaluation
import Files
import Markup
import Testing

@testable import Plotting
@testable import Reports

@Suite struct SubgroupsTextTests {
    private func text(_ subgroups: Subgroups, positive: String? = "sick") -> String {
        SubgroupsText(
            subgroups: subgroups, classes: ["well", "sick"], positive: positive, counts: [90, 110],
            patients: nil, unit: "images", hasThreshold: true
        ).markdown.source
    }

    private func figure(_ own: Double, _ rest: Double, corrected p: Double) -> Subgroups.Figure {
        Subgroups.Figure(
            own: .init(value: own, interval: (own - 0.05)...(own + 0.05)), rest: rest,
            gap: .init(value: own - rest, interval: (own - rest - 0.1)...(own - rest + 0.1)),
            ratio: .init(value: own / rest, interval: nil), pValue: p / 2, correctedP: p)
    }

    private func subgroup(
        _ value: String, counts: [Int] = [40, 60], onlyClass: Int? = nil,
        _ figures: [String: Subgroups.Figure]
    ) -> Subgroups.Subgroup {
        .init(
            terms: [.init(attribute: "sex", value: value)], counts: counts, patients: nil,
            onlyClass: onlyClass, figures: figures)
    }

    private func subgroups(_ list: [Subgroups.Subgroup], tests: Int, unknown: Int = 0) -> Subgroups
    {
        Subgroups(
            overall: [
                "accuracy": .init(value: 0.8, interval: 0.7...0.9),
                "sensitivity": .init(value: 0.8, interval: 0.7...0.9),
                "specificity": .init(value: 0.7, interval: nil),
                "auroc": .init(value: 0.9, interval: 0.85...0.95),
            ], attributes: [.init(attribute: "sex", images: unknown)], subgroups: list,
            intersections: [], smallIntersections: 0, tests: tests)
    }

    @Test func nothingFoundIsNotEquality() {
        let text = text(
            subgroups(
                [
                    subgroup("F", ["sensitivity": figure(0.8, 0.85, corrected: 0.4)]),
                    subgroup("M", ["sensitivity": figure(0.85, 0.8, corrected: 0.4)]),
                ], tests: 6, unknown: 3))
        #expect(
            text.contains(
                "No difference is significant at 0.05 after Holm's correction for 6 tests."
            ))
        #expect(text.contains("sex: no value | 3"))
        #expect(text.contains("too few"))
        #expect(text.contains("at the threshold"))
    }

    /// Both values of an attribute have the same difference, which is named once.
    @Test func differencesAreNamed() {
        let text = text(
            subgroups(
                [
                    subgroup("F", ["sensitivity": figure(0.6, 0.85, corrected: 0.002)]),
                    subgroup("M", ["sensitivity": figure(0.85, 0.6, corrected: 0.002)]),
                ], tests: 3))
        #expect(
            text.contains("the sensitivity of sex: F (60%, the rest 85%, corrected p = 0.002)"))
        #expect(!text.contains("the sensitivity of sex: M"))
        #expect(text.contains("A difference does not show its cause"))
    }

    /// A subgroup of positives has no specificity, not even "too few".
    @Test func subgroupsOfOneClass() throws {
        let text = text(
            subgroups(
                [
                    subgroup(
                        "F", counts: [0, 60], onlyClass: 1,
                        ["sensitivity": figure(0.8, 0.85, corrected: 1)])
                ], tests: 1))
        #expect(text.contains("All images of sex: F are sick"))
        let row = try #require(text.split(separator: "\n").first { $0.contains("sex: F | 60") })
        let cells = row.split(separator: "|").map { $0.drop { $0 == " " }.prefix { $0 != " " } }
        // Subgroup, images, positives, accuracy, sensitivity, specificity, AUROC.
        #expect(cells[3] == "–" && cells[4].hasPrefix("80") && cells[5] == "–" && cells[6] == "too")
    }

    @Test func noTests() {
        let text = text(subgroups([subgroup("F", [:])], tests: 0))
        #expect(text.contains("No difference was tested"))
    }

    @Test func chart() throws {
        let found = subgroups(
            [
                subgroup("O'Brien %", ["sensitivity": figure(0.6, 0.85, corrected: 0.002)]),
                subgroup("M", ["sensitivity": figure(0.85, 0.6, corrected: 0.5)]),
                subgroup("X", [:]),
            ], tests: 3)
        let drawing = try #require(SubgroupChart(subgroups: found).drawing)
        #expect(drawing.data.rows.count == 2)
        #expect(drawing.data.rows.map { $0[5] } == ["1", "0"])
        #expect(drawing.script.contains("first 0.8,"))
        #expect(drawing.script.contains("O''Brien %%"))
        #expect(SubgroupChart(subgroups: subgroups([subgroup("X", [:])], tests: 0)).drawing == nil)
    }
}
