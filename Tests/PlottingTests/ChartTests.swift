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
        // The charts of all seeds exist for the evaluation split only.
        #expect(images[0].count == Charts.all.count - 4)
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
