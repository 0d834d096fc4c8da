import Foundation
import Reports
import Results
import Testing

/// gnuplot itself is there only on some machines; its tests ask for it.
private let hasGnuplot =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }

@Suite struct ChartTests {
    static let cases: [SyntheticResults] = [
        SyntheticResults(groups: 1, seeds: 1, epochs: 1),
        SyntheticResults(groups: 4, seeds: 3, epochs: 5),
        SyntheticResults(groups: 7, seeds: 1, epochs: 100),
        SyntheticResults(groups: 12, seeds: 3, epochs: 100),
        SyntheticResults(groups: 4, seeds: 3, epochs: 5, divergence: [1: 1, 2: 3]),
        SyntheticResults(groups: 2, seeds: 1, epochs: 5, divergence: [0: 1, 1: 1]),
    ]

    @Test(.enabled(if: hasGnuplot), arguments: cases)
    func imagesHaveTheirSize(_ results: SyntheticResults) throws {
        let folder = try results.write()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let names = try Charts.plot(folder)
        #expect(names == Charts.all.map(\.info.name))
        #expect(Charts.drawn(in: folder).map(\.name) == names)
        for name in names {
            let bytes = try #require(contents(folder, "\(name).png"))
            #expect(bytes.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
            #expect(number(bytes, at: 16) == 1200)
            #expect(number(bytes, at: 20) == 800)
        }
        if let keep = ProcessInfo.processInfo.environment["STUDY_KEEP_CHARTS"] {
            try FileManager.default.createDirectory(
                atPath: keep, withIntermediateDirectories: true)
            let number =
                Self.cases.firstIndex {
                    $0.groups == results.groups
                        && $0.epochs == results.epochs && $0.divergence == results.divergence
                } ?? 0
            try? FileManager.default.copyItem(
                atPath: folder.chartsPath, toPath: "\(keep)/\(number)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.chartsPath)
        #expect(left.count == 3 * names.count, "temporary files are gone: \(left)")
    }

    @Test(.enabled(if: hasGnuplot))
    func scriptsDrawByThemselves() throws {
        let folder = try SyntheticResults(groups: 2, seeds: 1, epochs: 3).write()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try Charts.plot(folder)
        let drawn = try #require(contents(folder, "train_loss.png"))
        try FileManager.default.removeItem(atPath: "\(folder.chartsPath)/train_loss.png")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gnuplot", "train_loss.gp"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.chartsPath)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(contents(folder, "train_loss.png") == drawn)
    }

    @Test func withoutGnuplotDataAndScriptsAreWritten() throws {
        let folder = try SyntheticResults().write()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let error = #expect(throws: GnuplotError.self) {
            try Charts.plot(folder, searchPath: "/nowhere")
        }
        #expect(error == .missing(folder: folder.path))
        let text = try #require(error).description
        for part in ["results are kept", "gnuplot-nox", "study plot \(folder.path)"] {
            #expect(text.contains(part))
        }
        for chart in Charts.all {
            #expect(contents(folder, "\(chart.info.name).csv") != nil)
            #expect(contents(folder, "\(chart.info.name).gp") != nil)
        }
        #expect(Charts.drawn(in: folder).isEmpty)
    }

    @Test func aFailureShowsWhatGnuplotSays() throws {
        let folder = try SyntheticResults().write()
        let tools = FileManager.default.temporaryDirectory.path + "/tools-\(UUID().uuidString)"
        defer {
            for path in [folder.path, tools] { try? FileManager.default.removeItem(atPath: path) }
        }
        try FileManager.default.createDirectory(
            atPath: tools, withIntermediateDirectories: true)
        #expect(
            FileManager.default.createFile(
                atPath: "\(tools)/gnuplot",
                contents: Data("#!/bin/sh\necho 'no such terminal' >&2\nexit 3\n".utf8),
                attributes: [.posixPermissions: 0o755]))
        let error = #expect(throws: GnuplotError.self) {
            try Charts.plot(folder, searchPath: tools)
        }
        #expect(try #require(error).description.contains("status 3: no such terminal"))
    }

    @Test(arguments: Charts.all.map(\.info.name).filter { $0 != "learning_rates" }, cases)
    func scriptsAndDataNameEveryGroup(_ name: String, _ synthetic: SyntheticResults) throws {
        let folder = try synthetic.write()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let results = try StudyResults(folder)
        let chart = try #require(Charts.all.first { $0.info.name == name })
        let drawing = try #require(chart.draw(results))
        for group in results.groups {
            #expect(drawing.script.contains("'\(group.label)"))
            #expect(drawing.data.text.contains(group.label))
        }
    }

    @Test func aMissingSplitHasNoChartAndOldOnesGo() throws {
        let folder = try SyntheticResults().write()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        _ = try? Charts.plot(folder, searchPath: "/nowhere")
        #expect(contents(folder, "test_loss.gp") != nil)
        _ = try SyntheticResults(hasTest: false).write(to: folder.path)
        _ = try? Charts.plot(folder, searchPath: "/nowhere")
        for name in ["test_loss", "test_accuracy", "final_test_accuracy"] {
            #expect(contents(folder, "\(name).gp") == nil)
            #expect(contents(folder, "\(name).csv") == nil)
        }
        #expect(contents(folder, "validation_loss.gp") != nil)
    }

    @Test func groupsWithOneScheduleShareALine() throws {
        let folder = try SyntheticResults(groups: 8, seeds: 2).write()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let drawing = try #require(LearningRateChart().draw(StudyResults(folder)))
        #expect(
            drawing.data.header == [
                "epoch", "constant", "constant min", "constant max", "step", "step min",
                "step max",
            ])
    }

    @Test func valuesThatAreNotFiniteAreGaps() throws {
        let folder = try SyntheticResults(groups: 1, seeds: 1, divergence: [0: 3]).write()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let drawing = try #require(MetricChart(.train, .loss).draw(StudyResults(folder)))
        #expect(drawing.data.rows.map { $0[1] == "NaN" } == [false, false, true, true, true])
    }

    @Test func stylesOfSixteenGroupsDiffer() {
        #expect(Set((0..<16).map { GroupStyle($0) }).count == 16)
        #expect(GroupStyle(0).color == GroupStyle(8).color)
    }

    private func contents(_ folder: ResultsFolder, _ name: String) -> Data? {
        FileManager.default.contents(atPath: "\(folder.chartsPath)/\(name)")
    }

    /// A big-endian number of a PNG's header.
    private func number(_ bytes: Data, at offset: Int) -> Int {
        bytes.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }
}
