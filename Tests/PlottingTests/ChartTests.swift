import Analysis
import Files
import Foundation
@testable import Plotting
import Results
import SyntheticResults
import Tensors
import Testing
import TestSupport
import Vocabulary

let isGnuplotThere = ExternalProgram.isInstalled("gnuplot")

@Suite struct ChartTests {
    /// Draws every chart with gnuplot; with STUDY_GALLERY=<folder> the charts are kept there to be
    /// looked at.
    @Test(.enabled(if: isGnuplotThere, "gnuplot is not installed"), arguments: Synthetic.shapes)
    func everyChartIsDrawn(_ shape: Synthetic.Shape) throws {
        let temporary = try TemporaryFolder()
        let gallery = ProcessInfo.processInfo.environment["STUDY_GALLERY"]
        let folder = "\(gallery ?? temporary.path)/\(shape.name)"
        let drawings = ChartGallery(shape.study.analysis).drawings
        try ChartFolder.draw(drawings, in: folder, formats: [.png], again: "")
        for (name, drawing) in drawings {
            let size = try pngSize("\(folder)/\(name).png")
            let script = try String(contentsOfFile: "\(folder)/\(name).gp", encoding: .utf8)
            let data = try String(contentsOfFile: "\(folder)/\(name).csv", encoding: .utf8)
            #expect(data == drawing.data.text)
            #expect(size.width == ChartStyle.width)
            #expect(script.contains("size \(size.width),\(size.height) "))
        }
    }

    /// gnuplot reads the numbers that are in the data, whatever the names of configurations and
    /// classes, although it does not understand all of CSV.
    @Test(.enabled(if: isGnuplotThere, "gnuplot is not installed"))
    func namesNeverShiftNumbers() throws {
        let names = ["a, \"b\"", "\"\",9,\"", "x\ny,1", "\"", "7"]
        let studies = [
            Synthetic(networks: ["n\"1\"", "n,2"], schedules: names, seeds: 2, steps: 20),
            Synthetic(networks: ["n"], schedules: names, classes: ["A, \"a\"", "B\""]),
        ]
        for study in studies {
            let drawings = ChartGallery(study.analysis).drawings
            #expect(drawings.count > 10)
            try withTemporaryFolder { folder in
                for (name, drawing) in drawings {
                    // gnuplot prints at most 14 columns.
                    let all = Self.columnsRead(by: drawing.script)
                    let columns = Set(all.prefix(7) + all.suffix(7)).sorted()
                    let data = "\(folder)/\(name).csv"
                    try drawing.data.text.write(toFile: data, atomically: true, encoding: .utf8)
                    let using = columns.map(String.init).joined(separator: ":")
                    let table = try ExternalProgram.run(
                        "/usr/bin/env",
                        [
                            "gnuplot", "-e",
                            "set datafile separator comma; set table '\(folder)/table'; "
                                + "plot '\(data)' skip 1 using \(using) with table",
                        ])
                    #expect(table.status == 0, "\(name): \(table.text)")
                    let read = try String(contentsOfFile: "\(folder)/table", encoding: .utf8)
                        .split(separator: "\n").filter { !$0.hasPrefix("#") }
                        .map { $0.split(whereSeparator: { " \t".contains($0) }).map { Double($0) } }
                    let rows = try CSVDocument(text: drawing.data.text, file: name).table.rows
                    try #require(read.count == rows.count, "\(name)")
                    for (read, row) in zip(read, rows) {
                        let written = columns.map { Double(row[$0 - 1]) }
                        let isSame = zip(read, written).allSatisfy { read, written in
                            guard let read, let written, written.isFinite else {
                                return read?.isFinite != true && written?.isFinite != true
                            }
                            return abs(read - written) <= 1e-4 * abs(written)
                        }
                        #expect(isSame && read.count == written.count, "\(name): \(row)")
                    }
                }
            }
        }
    }

    /// The columns of the data that a script uses, from 1.
    private static func columnsRead(by script: String) -> [Int] {
        let script = script.replacing(#/every \S+/#, with: "")
        let uses = script.matches(of: #/using (\S+(?: \S+)*?) (?:with|notitle)/#)
        let columns = uses.flatMap { use in
            use.1.matches(of: #/\$(\d+)|(?:^|:)(\d+)/#).compactMap { Int($0.1 ?? $0.2 ?? "") }
        }
        return Set(columns).subtracting([0]).sorted()
    }

    /// The counts in the cells are written in full.
    @Test func confusionMatricesShowLargeCounts() throws {
        let study = Synthetic(
            schedules: ["step"], seeds: 2,
            counts: [.train: [10, 10], .val: [8, 8], .test: [234, 12_390]])
        let analysis = study.analysis
        let drawing = try #require(ConfusionChart().draw(analysis))
        let counts = try CSVDocument(text: drawing.data.text, file: "confusion.csv").rows
            .map { try $0.number("images") }
        #expect(counts.reduce(0, +) == 2 * 12_624)
        let texts = drawing.script.matches(of: #/set label '([\d,]+)' at first x/#).map {
            Double($0.1.replacing(",", with: ""))
        }
        #expect(texts == counts)
        #expect(drawing.script.contains("'2") && counts.contains { $0 > 20_000 })
    }

    /// Charts are left out only if the study has no data for them.
    @Test(arguments: Synthetic.shapes)
    func chartsWithoutDataAreLeftOut(_ shape: Synthetic.Shape) {
        let study = shape.study
        let absent = Set(ChartGallery(study.analysis).absent)
        func isAbsent(_ name: String, when isExpected: Bool) {
            #expect(absent.contains(name) == isExpected, "\(name)")
        }
        let groups = study.networks.count * study.schedules.count
        for chart in Charts.all where chart.part == .training && chart is EpochChart {
            isAbsent(
                chart.name,
                when: chart.name.hasPrefix("val_") && study.counts[.val] == nil)
        }
        isAbsent("accuracy_grid", when: study.networks.count == 1 || study.schedules.count == 1)
        // Up to four lines have their bands where they are, as the four networks of the grid in a
        // plot for each schedule, and more than eight of one axis are plots of one line.
        let hasOwnBands =
            groups <= 4 || groups > 8 && study.networks.count == 1 || shape.name == "grid"
        isAbsent("test_loss_seeds", when: study.seeds == 1 || hasOwnBands)
        isAbsent("train_loss_seeds", when: true)
        isAbsent("loss_by_time", when: study.epochs == 1)
        isAbsent("rate_and_loss", when: study.epochs == 1)
        for name in ["roc", "precision_recall", "calibration", "confusion", "auroc_final"] {
            isAbsent(name, when: false)
        }
    }

    @Test func threeClassesHaveNoCurves() {
        var study = Synthetic(schedules: ["step", "cosine"])
        study.classes = ["cat", "dog", "fox"]
        study.counts = [.train: [30, 40, 30], .test: [40, 40, 40]]
        let gallery = ChartGallery(study.analysis)
        #expect(Set(["roc", "precision_recall", "threshold"]).isSubset(of: gallery.absent))
        #expect(gallery.drawings.contains { $0.name == "confusion" })
        #expect(gallery.drawings.contains { $0.name == "calibration" })
    }

    @Test func withoutPredictionsTheirChartsAreAbsent() {
        var results = Synthetic(seeds: 2).results
        for index in results.trials.indices { results.trials[index].predictions = [:] }
        let absent = ChartGallery(StudyAnalysis(results, replicates: 50)).absent
        for chart in Charts.all where [.predictions, .bestTrial].contains(chart.part) {
            #expect(absent.contains(chart.name))
        }
    }

    /// Scripts need no other file, in any format, and equal charts give equal files.
    @Test(
        .enabled(if: isGnuplotThere, "gnuplot is not installed"), arguments: ChartFormat.allCases)
    func everyFormatIsDrawnTheSameTwice(_ format: ChartFormat) throws {
        let study = Synthetic(
            networks: ["vgg16", "alexnet"], schedules: Array(Synthetic.twelve.prefix(5)), seeds: 2,
            steps: 30)
        let drawings = ChartGallery(study.analysis).drawings
        var images: [[String: Data]] = []
        for _ in 0..<2 {
            let temporary = try TemporaryFolder()
            try ChartFolder.draw(drawings, in: temporary.path, formats: [format], again: "")
            var files: [String: Data] = [:]
            for (name, _) in drawings {
                let file = "\(temporary.path)/\(name).\(format.rawValue)"
                files[name] = try Data(contentsOf: URL(fileURLWithPath: file))
            }
            images.append(files)
        }
        // The charts of all seeds exist for the evaluation split only, those of folds and subgroups
        // for none.
        #expect(images[0].count == Charts.all.count - 7)
        let magic = [
            ChartFormat.png: [0x89, 0x50], .svg: Array("<?xml".utf8), .pdf: Array("%PDF".utf8),
        ]
        for (name, image) in images[0] {
            #expect(image == images[1][name], "\(name)")
            #expect(image.count > 3000, "\(name)")
            #expect(image.starts(with: magic[format, default: []]), "\(name)")
        }
    }

    private func pngSize(_ path: String) throws -> (width: Int, height: Int) {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)).prefix(24))
        try #require(bytes.count == 24 && bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        func integer(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (integer(16), integer(20))
    }
}
