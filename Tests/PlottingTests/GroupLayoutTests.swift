import Analysis
@testable import Plotting
import Results
import SyntheticResults
import Testing

@Suite struct GroupLayoutTests {
    @Test func fewGroupsShareAPlot() {
        let layout = Synthetic(schedules: Array(Synthetic.twelve.prefix(8))).analysis.layout
        #expect(layout.form == .together)
    }

    @Test func aGridHasAPlotForEachValueOfItsShorterAxis() throws {
        let analysis = Synthetic(
            networks: ["vgg16", "alexnet", "resnet50"],
            schedules: Array(Synthetic.twelve.prefix(7))
        ).analysis
        let layout = analysis.layout
        #expect(layout.form == .byAxis("network"))
        let panels = layout.panels(analysis.groups)
        #expect(
            panels.map(\.title)
                == ["network = vgg16", "network = alexnet", "network = resnet50"])
        #expect(panels.flatMap(\.lines).sorted() == Array(analysis.groups.indices))
        // A schedule looks the same in all of them, and no two look alike in one.
        let marks = analysis.groups.map(layout.mark)
        #expect(Array(marks[0..<7]) == Array(marks[7..<14]))
        #expect(Set(marks).count == 7)
        #expect(layout.shortLabel(analysis.groups[8]) == "cosine")
    }

    @Test func manyOfOneAxisAreShownOneByOne() {
        let analysis = Synthetic(schedules: Synthetic.twelve).analysis
        #expect(analysis.layout.form == .spotlight)
        let panels = analysis.layout.panels(analysis.groups)
        #expect(panels.count == 12)
        #expect(panels.allSatisfy { $0.lines.count == 1 && $0.behind.count == 11 })
    }

    @Test func ofVeryManyTheBestAreNamed() {
        let analysis = Synthetic(schedules: (0..<60).map { "s\($0)" }, epochs: 2).analysis
        #expect(analysis.layout.form == .best)
        let panels = analysis.layout.panels(analysis.groups)
        #expect(panels.count == 1)
        #expect(panels[0].lines.count == 8)
        #expect(panels[0].behind.count == 52)
        let best = Set(analysis.comparison.scores.prefix(8).map(\.group.name))
        #expect(Set(panels[0].lines.map { analysis.groups[$0].name }) == best)
        #expect(analysis.layout.note(analysis.groups)?.contains("first 8 of 60") == true)
        #expect(analysis.layout.spotlights(analysis.groups).count == 28)
    }

    @Test func ticksAreThinnedFromTheFirstOn() {
        let axis = Axis.epochs(10)
        #expect(axis.thinned(to: 4).ticks.map(\.label) == ["1", "4", "7", "10"])
        #expect(axis.thinned(to: 20) == axis)
    }
}
