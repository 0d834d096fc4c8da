import Datasets
import Evaluation
import Files
import Foundation
import Images
import Inference
import Networks
import Results
import Runs
import Tensors
import Testing
import TestSupport

/// What networks look at. `TorchExchangeTests` hold the heat maps to PyTorch's.
@Suite(.serialized) struct ExplanationTests {
    /// Every architecture has a last feature map, with more places than one.
    @Test(arguments: NetworkRegistry.all.map { $0.kind }) func everyNetworkHasALastMap(
        _ kind: String
    )
        throws
    {
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: 224))
        let cut = try network.graph(input: [1, 3, 224, 224]).cutAfterLastMap()
        #expect(cut.front.outputShape.rank == 4)
        #expect(cut.front.outputShape[2] >= 7)
        #expect(cut.rear.outputShape == [1, 2])
        // In training, where gradients are, a batch norm would look at the batch.
        for node in cut.rear.nodes {
            if case .batchNorm = node.operation { Issue.record("\(node.name) in the rear") }
        }
    }

    @Test func heatIsDrawnOverTheImage() {
        let image = RGBImage(width: 4, height: 4, pixels: [UInt8](repeating: 100, count: 48))
        let map = HeatMap(width: 2, height: 2, values: [0, 0, 0, 1])
        let levels = map.levels(side: 4)
        #expect(levels[0] == 0 && levels[15] == 255)
        #expect(levels == levels.indices.map { levels[$0 % 4 * 4 + $0 / 4] }, "symmetric")
        let overlay = map.overlay(on: image)
        #expect(overlay.pixels[0..<3] == [100, 100, 100])
        #expect(overlay.pixels[45] > overlay.pixels[47], "hot is yellow")
    }

    @Test func theSurestPredictionsAreChosen() {
        let images =
            [0.1, 0.2, 0.3, 0.9].map { (label: 0, positive: $0) }
            + [0.6, 0.8, 0.7, 0.4, 0.3].map { (label: 1, positive: $0) }
        let classes = ["well", "ill"]
        let table = PredictionTable(
            classes: classes, files: images.map { "\(classes[$0.label])/\($0.positive)" },
            groups: images.map { _ in nil },
            predictions: Predictions(
                labels: images.map(\.label),
                probabilities: images.flatMap { [1 - $0.positive, $0.positive] }, classes: 2))
        let rows = ExplanationRecord.rows(of: table, rows: 4, images: 2)
        #expect(
            rows.map { "\($0.label) \($0.predicted) \($0.count)" } == [
                "well well 3", "ill ill 3", "ill well 2", "well ill 1",
            ])
        #expect(
            rows.map { $0.images.map(\.file) } == [
                ["well/0.1", "well/0.2"], ["ill/0.8", "ill/0.7"], ["ill/0.3", "ill/0.4"],
                ["well/0.9"],
            ])
    }

    /// The sheet, what is beside it, and what the report says of it, until the trial is trained
    /// anew.
    @Test func theReportShowsWhereTheBestTrialLooks() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try study.run("results", ["--only", "cnn4-channels8-constant-s1"])
            let trial = "\(folder)/results/trials/cnn4-channels8-constant-s1"
            #expect(try study.study("explain", "--trial", trial).status == 0)
            let results = ResultsFolder("\(folder)/results")
            let entry = try #require(try StudyResults(results).trials.first).entry
            let record = try #require(try results.explanation(entry))
            #expect(record.rows.reduce(0) { $0 + $1.count } == 40)
            let sheet = try RGBImage(path: FilePath(results.explanationPath(entry.id)))
            #expect(sheet.width > 900)
            let report = try String(contentsOfFile: results.reportPath, encoding: .utf8)
            #expect(report.contains("(explanations/cnn4-channels8-constant-s1.png)"))
            // It is written again as it is.
            #expect(try study.study("report", results.path).status == 0)
            #expect(try String(contentsOfFile: results.reportPath, encoding: .utf8) == report)
            var other = entry
            other.files["best.safetensors"] = "another"
            #expect(try results.explanation(other) == nil)
        }
    }

    @Test func mistakesOfTheCommandLineAreSaid() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try study.run("results", ["--only", "cnn4-channels8-constant-s1"])
            let trial = "\(folder)/results/trials/cnn4-channels8-constant-s1"
            let image = "\(folder)/phantom/test/NORMAL"
            let nobody = try study.study("explain", "--trial", trial, image, "--class", "NORML")
            #expect(nobody.status != 0)
            #expect(nobody.text.contains("NORMAL"), "\(nobody.text)")
            let text = "\(folder)/text.jpeg"
            try "no image".write(toFile: text, atomically: true, encoding: .utf8)
            let unreadable = try study.study(
                "explain", "--trial", trial, text, "--output", "\(folder)/sheet.png")
            #expect(unreadable.status == 1)
            #expect(unreadable.text.contains("text.jpeg"), "\(unreadable.text)")
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/sheet.png"))
            try FileManager.default.removeItem(atPath: "\(folder)/phantom")
            let gone = try study.study("explain", "--trial", trial)
            #expect(gone.status == 1)
            #expect(gone.text.contains("phantom/test"), "\(gone.text)")
        }
    }
}
