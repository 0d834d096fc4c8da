import Analysis
@testable import Plotting
import Results
import SyntheticResults
import Testing

@Suite struct GroupLayoutTests {
    @Test func fewGroupsShareAPlot() {
        let layout = Synthetic(schedules: Array(Synthetic.twelve.prefix(8))).findings.layout
        #expect(layout.form == .together)
    }

    @Test func aGridHasAPlotForEachValueOfItsShorterAxis() throws {
        let findings = Synthetic(
            networks: ["vgg16", "alexnet", "resnet50"],
            schedules: Array(Synthetic.twelve.prefix(7))
        ).findings
        let layout = findings.layout
        #expect(layout.form == .byAxis("network"))
        let panels = layout.panels(findings.groups)
        #expect(panels.map(\.title) == ["vgg16", "alexnet", "resnet50"])
        #expect(panels.flatMap(\.lines).sorted() == Array(findings.groups.indices))
        // A schedule looks the same in all of them, and no two look alike in one.
        let marks = findings.groups.map(layout.mark)
        #expect(Array(marks[0..<7]) == Array(marks[7..<14]))
        #expect(Set(marks).count == 7)
        #expect(layout.shortLabel(findings.groups[8]) == "cosine")
    }

    @Test func manyOfOneAxisAreShownOneByOne() {
        let findings = Synthetic(schedules: Synthetic.twelve).findings
        #expect(findings.layout.form == .spotlight)
        let panels = findings.layout.panels(findings.groups)
        #expect(panels.count == 12)
        #expect(panels.allSatisfy { $0.lines.count == 1 && $0.behind.count == 11 })
    }

    @Test func ofVeryManyTheBestAreNamed() {
        let findings = Synthetic(schedules: (0..<60).map { "s\($0)" }, epochs: 2).findings
        #expect(findings.layout.form == .best)
        let panels = findings.layout.panels(findings.groups)
        #expect(panels.count == 1)
        #expect(panels[0].lines.count == 8)
        #expect(panels[0].behind.count == 52)
        let best = Set(findings.comparison.scores.prefix(8).map(\.group.name))
        #expect(Set(panels[0].lines.map { findings.groups[$0].name }) == best)
        #expect(findings.layout.note(findings.groups)?.contains("first 8 of 60") == true)
        #expect(findings.layout.spotlights(findings.groups).count == 28)
    }

    @Test func ticksAreThinnedFromTheFirstOn() {
        let axis = Axis.epochs(10)
        #expect(axis.thinned(to: 4).ticks.map(\.label) == ["1", "4", "7", "10"])
        #expect(axis.thinned(to: 20) == axis)
    }
}
