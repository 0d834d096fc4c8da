import Analysis
import Files
@testable import Plotting
import Results
import SyntheticResults
import Terminal
import Testing
import Vocabulary

@Suite struct PlottingTests {
    static let wishes: [(heights: [Double], pitch: Double)] = [
        ([10, 12, 11], 20), ([0, 0, 0, 0], 30), ([100, 5, 400, 399, 398], 25), ([50], 30),
        (Array(repeating: 500, count: 18), 30),
    ]

    @Test(arguments: wishes)
    func labelsKeepTheirDistanceAndOrder(_ wishes: [Double], _ pitch: Double) {
        let range = 0.0...520
        let places = LabelSpread.spread(wishes, pitch: pitch, range: range)
        let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
        for (below, above) in zip(order, order.dropFirst()) {
            #expect(places[above] - places[below] >= pitch - 1e-9)
        }
        #expect(places.allSatisfy { range.contains($0) })
    }

    @Test func labelsWithRoomStayWhereTheyWant() {
        #expect(LabelSpread.spread([10, 90, 50], pitch: 30, range: 0...100) == [10, 90, 50])
    }

    @Test(arguments: [
        [83.0, 84, 85], [100, 100], [0, 100], [50], [99.9, 100], [] as [Double], [0.001, 0.002],
    ])
    func percentagesFitTheirAxis(_ values: [Double]) {
        let axis = Axis.percent(values)
        #expect(values.allSatisfy { axis.lower < $0 && $0 < axis.upper })
        #expect((3...12).contains(axis.ticks.count))
        #expect(axis.ticks.allSatisfy { (0.0...100).contains($0.value) })
        #expect(axis.ticks.allSatisfy { (axis.lower...axis.upper).contains($0.value) })
    }

    @Test(arguments: [
        [0.1, 0.2], [0.7], [0, 0], [0.001, 5], [1e-12, 1e6], [3e5, 4e5], [], [0, 7],
    ])
    func lossesFitTheirAxis(_ values: [Double]) {
        let axis = Axis.positive(values)
        #expect(values.allSatisfy { axis.lower <= $0 && $0 <= axis.upper })
        #expect((2...13).contains(axis.ticks.count))
        #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count)
        let spread = (values.max() ?? 1) / (values.min() ?? 1)
        #expect(axis.isLogarithmic == (spread > 100 && (values.min() ?? 0) > 0))
    }

    @Test(arguments: [1, 2, 5, 10, 11, 30, 100, 1000])
    func epochsAreWholeNumbers(_ last: Int) {
        let axis = Axis.epochs(last)
        #expect(axis.ticks.count <= 12)
        #expect(axis.ticks.first?.label == "1")
        #expect(axis.ticks.allSatisfy { Int($0.label) != nil })
    }

    @Test func theSameGroupLooksTheSameAndOthersDiffer() {
        let marks = (0..<28).map(ChartStyle.mark)
        #expect(Set(marks).count == marks.count)
    }

    @Test(arguments: Charts.all.indices)
    func everyChartHasANameOfItsOwn(_ index: Int) {
        let chart = Charts.all[index]
        #expect(Charts.all.count { $0.name == chart.name } == 1)
        // A study with data for every chart.
        var study = Synthetic(
            networks: ["vgg16", "alexnet"], schedules: Array(Synthetic.twelve.prefix(5)), seeds: 2,
            steps: 30)
        if chart.name.hasSuffix("_seeds"), let split = (chart as? EpochChart)?.split {
            let counts = Split.allCases.filter { $0 == split || $0 == .train }
            study.counts = Dictionary(uniqueKeysWithValues: counts.map { ($0, [40, 60]) })
        }
        if chart.part == .outOfFold {
            study.folds = 2
            study.counts = [.train: [40, 60], .val: [40, 60]]
        }
        study.hasAttributes = chart.part == .subgroups
        let drawing = chart.draw(study.analysis)
        #expect(drawing?.script.contains("set output '\(chart.name).'.format") == true)
        #expect(drawing?.caption.isEmpty == false)
        #expect(drawing?.script.contains("'\(chart.name).csv'") == true)
        #expect(drawing?.data.rows.isEmpty == false)
    }

    @Test func schedulesThatEqualEachOtherShareALine() throws {
        let study = Synthetic(networks: ["vgg16", "alexnet"], schedules: ["step", "cosine"])
        let drawing = try #require(LearningRateChart().draw(study.analysis))
        #expect(drawing.data.header == ["epoch", "step", "cosine"])
    }

    @Test func aDivergedLossLeavesAGap() throws {
        let chart = EpochChart(split: .train, quantity: .loss)
        let drawing = try #require(chart.draw(Synthetic(epochs: 4, diverges: 1).analysis))
        #expect(drawing.data.rows.map { $0[2] == "nan" } == [false, false, true, true])
        #expect(drawing.script.contains("the loss of cosine was not a finite number"))
    }
}
