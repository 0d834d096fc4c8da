import Foundation
import Results
import TestSupport
import Testing

@testable import Reports

private let isGnuplotThere =
    Gnuplot(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "") != nil

@Suite struct ChartTests {
    struct Shape: CustomTestStringConvertible {
        var name: String
        var study: Synthetic
        var testDescription: String { name }
    }

    static let shapes: [Shape] = {
        var shapes: [Shape] = []
        for (groups, seeds, epochs) in [
            (1, 1, 1), (1, 3, 5), (4, 1, 5), (4, 3, 1), (7, 3, 5), (7, 1, 100), (12, 3, 5),
            (12, 1, 1), (4, 3, 100), (12, 1, 100),
        ] {
            shapes.append(
                Shape(
                    name: "\(groups)-groups-\(seeds)-seeds-\(epochs)-epochs",
                    study: Synthetic(
                        schedules: Array(Synthetic.twelve.prefix(groups)), seeds: seeds,
                        epochs: epochs)))
        }
        shapes += [
            Shape(name: "diverged", study: Synthetic(seeds: 3, epochs: 8, diverges: 2)),
            Shape(
                name: "all-diverged",
                study: Synthetic(schedules: ["constant"], epochs: 1, diverges: 0)),
            Shape(name: "decades", study: Synthetic(epochs: 30, lossDecades: 4)),
            Shape(
                name: "grid",
                study: Synthetic(
                    networks: ["vgg16", "alexnet", "resnet50", "densenet201"],
                    schedules: ["step", "cosine", "naturalExponential"], seeds: 2, gap: 0.03)),
            Shape(
                name: "many",
                study: Synthetic(
                    networks: ["vgg16", "alexnet", "resnet50"], schedules: Synthetic.twelve)),
            Shape(
                name: "no-validation",
                study: Synthetic(counts: [.train: [600, 600], .test: [50, 50]])),
        ]
        return shapes
    }()

    /// Draws every chart with gnuplot; with STUDY_GALLERY=<folder> the charts are kept there to be looked at.
    @Test(.enabled(if: isGnuplotThere, "gnuplot is not installed"), arguments: shapes)
    func everyChartIsDrawn(_ shape: Shape) throws {
        let temporary = try TemporaryFolder()
        let gallery = ProcessInfo.processInfo.environment["STUDY_GALLERY"]
        let folder = ResultsFolder((gallery ?? temporary.path) + "/" + shape.name)
        try shape.study.write(to: folder)
        let names = try Reports.plot(folder)
        try Reports.write(folder, replicates: 50)
        let isSplitMissing = shape.study.counts[.val] == nil
        #expect(names.count == Charts.all.count - (isSplitMissing ? 2 : 0))
        for name in names {
            let size = try pngSize("\(folder.chartsPath)/\(name).png")
            let script = try String(
                contentsOfFile: "\(folder.chartsPath)/\(name).gp", encoding: .utf8)
            #expect(size.width == HouseStyle.width)
            #expect(script.contains("size \(size.width),\(size.height) "))
        }
    }

    private func pngSize(_ path: String) throws -> (width: Int, height: Int) {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)).prefix(24))
        try #require(bytes.count == 24 && bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        func integer(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (integer(16), integer(20))
    }
}
