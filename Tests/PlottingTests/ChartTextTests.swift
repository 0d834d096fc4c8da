@testable import Plotting
import Results
import SyntheticResults
import Testing

/// The texts and sizes of charts: names that differ look different, and curves of rates are square.
@Suite struct ChartTextTests {
    private static let long = [
        "cosine-with-warm-restarts-minimum0.0001-warmup1",
        "cosine-with-warm-restarts-minimum0.0001-warmup2",
        "cosine-with-warm-restarts-minimum0.0002-warmup1", "step",
    ]

    /// The texts of a script's labels and ticks.
    private func texts(_ script: String) -> [String] {
        script.matches(of: #/'((?:[^']|'')*)'/#).map { String($0.1) }
    }

    /// The width and height of each plot in pixels, from the margins.
    private func plots(_ script: String) -> [(width: Double, height: Double)] {
        func values(_ name: String, _ size: Double) -> [Double] {
            script.matches(of: #/set (\w+) at screen ([0-9.]+)/#).filter { $0.1 == name }
                .compactMap { Double($0.2).map { $0 * size } }
        }
        guard let size = script.firstMatch(of: #/size (\d+),(\d+) /#),
            let width = Double(size.1), let height = Double(size.2)
        else { return [] }
        let (left, right) = (values("lmargin", width), values("rmargin", width))
        let (top, bottom) = (values("tmargin", height), values("bmargin", height))
        return left.indices.map { (right[$0] - left[$0], top[$0] - bottom[$0]) }
    }

    @Test(arguments: ["roc", "calibration"], [2, 6, 12])
    func curvesOfRatesAreSquare(_ name: String, _ groups: Int) throws {
        let study = Synthetic(schedules: Array(Synthetic.twelve.prefix(groups)))
        let drawing = try #require(
            ChartGallery(study.analysis).drawings.first { $0.name == name }?.drawing)
        // The first margins are those of the whole page if there are several plots.
        let plots = plots(drawing.script)
        for plot in plots.count > 1 ? plots.dropFirst() : plots[...] {
            #expect(abs(plot.width - plot.height) < 0.5, "\(plot)")
            #expect(plot.width > 150)
        }
        let ranges = drawing.script.matches(of: #/set [xy]range (\[.*\])/#).map { $0.1 }
        #expect(Set(ranges).count == 1, "\(ranges)")
    }

    @Test(arguments: Charts.all.map(\.name))
    func longNamesStayDifferent(_ name: String) throws {
        let networks = [
            "densenet201-pretrained-on-imagenet-1k", "densenet201-pretrained-on-imagenet-22k",
        ]
        for study in [
            Synthetic(schedules: Self.long, seeds: 2, steps: 20),
            Synthetic(networks: networks, schedules: Self.long + Synthetic.twelve, seeds: 2),
            Synthetic(
                schedules: Self.long
                    + Synthetic.twelve.map { "cosine-with-warm-restarts-and-\($0)" }),
        ] {
            guard
                let drawing = ChartGallery(study.analysis).drawings.first(where: { $0.name == name }
                )
            else { continue }
            let shown = texts(drawing.drawing.script).filter { $0.contains("…") }
            let counts = Dictionary(grouping: shown, by: { $0 })
            // A name may be written in several plots, but two names have no common text.
            for text in counts.keys {
                let parts = text.split(separator: "…", omittingEmptySubsequences: false)
                let matching = (Self.long + networks).filter {
                    $0.hasPrefix(parts[0].drop { "/ ".contains($0) })
                        && $0.hasSuffix(parts[parts.count - 1].prefix { $0 != " " })
                }
                #expect(matching.count <= 1 || text.contains("~"), "\(text): \(matching)")
            }
        }
    }

    @Test func panelsNameTheAxisAndTheValue() throws {
        var results = Synthetic(networks: ["16", "32"], schedules: Synthetic.twelve).results
        results.lock.axes[0].path = "training.batchSize"
        for index in results.trials.indices {
            let value = results.trials[index].entry.coordinates["network"]
            results.trials[index].entry.coordinates["training.batchSize"] = value
            results.lock.trials[index].coordinates["training.batchSize"] = value
        }
        let groups = results.groups
        #expect(groups[0].label == "batchSize = 16 / step")
        let axis = results.varyingAxes[0]
        #expect(axis.namedLabel("16") == "batchSize = 16" && axis.clearLabel("x") == "x")
    }

    @Test func titlesBreakBetweenTheirParts() {
        let titles = ["densenet201 / cosine / batchSize = 16", "vgg16 / step / batchSize = 128"]
        let lines = TitleLines.wrapped(titles, details: ["  0.902", "  0.911"], to: 24)
        #expect(lines[0] == ["densenet201 / cosine", "/ batchSize = 16  0.902"])
        #expect(lines[1].joined(separator: " ") == titles[1] + "  0.911")
        #expect(lines.joined().allSatisfy { $0.count <= 24 })
        let narrow = TitleLines.wrapped(titles, details: ["  0.902", "  0.911"], to: 12)
        #expect(narrow[0].joined().contains("0.902") && narrow[0] != narrow[1])
        #expect(TitleLines.wrapped([""], to: 20) == [[]])
    }
}
