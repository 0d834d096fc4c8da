@testable import Plotting
import Results
import Studies
import SyntheticResults
import Testing

/// The texts and sizes of charts: names that differ look different, and curves of rates are square.
@Suite struct ChartTextTests {
    private static let long = [
        "cosine-with-warm-restarts-minimum0.0001-warmup1",
        "cosine-with-warm-restarts-minimum0.0001-warmup2",
        "cosine-with-warm-restarts-minimum0.0002-warmup1", "step",
    ]

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

    private static let networks = [
        "densenet201-pretrained-on-imagenet-1k", "densenet201-pretrained-on-imagenet-22k",
    ]
    private static let studies = [
        Synthetic(schedules: long, seeds: 2, steps: 20),
        Synthetic(networks: networks, schedules: long, seeds: 2, steps: 20),
        Synthetic(networks: networks, schedules: long + Synthetic.twelve, steps: 20),
        Synthetic(schedules: Synthetic.twelve.map { "cosine-with-warm-restarts-and-then-\($0)" }),
        Synthetic(schedules: (1...30).map { "polynomial-with-warmup-\($0)-and-a-long-end" }),
    ]

    /// The configurations have as many names in each chart as there are, without numbers.
    @Test(arguments: studies.indices)
    func longNamesStayDifferent(_ index: Int) throws {
        let study = Self.studies[index]
        let drawings = ChartGallery(study.analysis).drawings
        for name in ["test_accuracy_final", "auroc_final"] {
            let script = try #require(drawings.first { $0.name == name }?.drawing.script)
            let ticks = try #require(script.firstMatch(of: #/set ytics \((.*)\)/#))
            let labels = ticks.1.matches(of: #/'([^']*)'/#).map { $0.1 }
            #expect(labels.count == study.networks.count * Set(study.schedules).count)
            #expect(Set(labels).count == labels.count, "\(labels)")
            #expect(!labels.contains { $0.contains("~") }, "\(labels)")
        }
        for (name, drawing) in drawings where ["test_loss", "roc", "rate_and_loss"].contains(name) {
            let titles = drawing.script.matches(of: #/set label '([^']*)' at .* left font '.*'/#)
                .map { String($0.1) }
            #expect(!titles.contains { $0.contains("~") }, "\(name): \(titles)")
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

    @Test(arguments: ["network", "training.optimizer.learningRate"])
    func theTitleOfRowsFits(_ title: String) {
        let cells = [[0.1, 0.2], [0.3, 0.4]].map { row in
            row.map { HeatMap.Value(value: $0, text: "\($0)", detail: nil) }
        }
        let map = HeatMap(
            name: "grid", title: "Grid", notes: [], range: 0...1,
            blocks: [.init(title: "", rows: ["a", "b"], columns: ["c", "d"], cells: cells)],
            detailColumn: "images", rowTitle: title)
        let label = map.script.split(separator: "\n").first { $0.contains("label '\(title)'") }
        #expect(label?.contains("rotate by 90") == (title == "network"), "\(label ?? "")")
    }

    @Test func longNotesHaveSeveralLines() {
        let note = String(repeating: "a note of many words ", count: 12)
        let lines = Canvas.lines(of: ["short", note])
        #expect(lines.count == 4 && lines[0] == "short")
        #expect(lines.dropFirst().joined(separator: " ") + " " == note)
        // This note fits on a page of 1,200 pixels.
        let full =
            "Large: mean; small: each seed; bars: 95% interval over 428 patients with 624 test "
            + "images (2,000 bootstrap samples)."
        #expect(Canvas.lines(of: [full]) == [full])
    }
}
