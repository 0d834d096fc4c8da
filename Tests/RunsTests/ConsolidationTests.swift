import Datasets
import Engine
import Files
import Foundation
import Inference
import JSON
import Phantom
import ProgramSupport
import Runs
import Testing
import TestSupport
import Vocabulary

/// The heat maps of a trained network, compared with the consolidations in the phantoms.
struct ConsolidationTests {
    private static let side = 128
    private static let text = """
        {
          "name": "look",
          "dataset": {
            "path": "look-phantom", "resize": \(side), "crop": \(side),
            "phantom": { "size": \(side), "train": 600, "val": 100, "test": 200 }
          },
          "training": {
            "epochs": 5, "batchSize": 16, "threads": 2,
            "optimizer": { "kind": "adam", "learningRate": 0.001 }
          },
          "network": "resnet18", "schedule": "cosine"
        }
        """

    /// For most true positives with a single consolidation, its center lies in the hottest tenth of
    /// the image.
    @Test(.enabled(if: Soak.setting("SOAK_SECONDS") != nil, "takes minutes; runs in make soak"))
    func theHottestTenthContainsTheConsolidation() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try Self.text.write(
                toFile: "\(folder)/look.json", atomically: true, encoding: .utf8)
            let (status, said) = try study.study(
                "run", "\(folder)/look.json", "--output", "\(folder)/look", "--quiet")
            try #require(status == 0, "\(said)")
            let trials = "\(folder)/look/trials"
            let trial = try #require(
                try FileManager.default.contentsOfDirectory(atPath: trials).first)
            let fractions = try Self.hotterFractions(
                Predictor(TrainedNetwork(trial: "\(trials)/\(trial)"), on: OneDNNDevice()),
                in: "\(folder)/look-phantom")
            let inside = fractions.count { $0 < 0.1 }
            #expect(fractions.count > 30, "images found to be ill")
            #expect(inside * 2 > fractions.count, "\(inside) of \(fractions.count)")
            print("the hottest tenth contains the consolidation of \(inside) of \(fractions.count)")
        }
    }

    /// The fraction of the image that is hotter than the center of the consolidation, for each true
    /// positive with a consolidation.
    private static func hotterFractions(
        _ predictor: Predictor, in folder: String
    ) throws -> [Double] {
        let phantom = SyntheticXRays(
            SettingValues(
                SyntheticXRays.settings,
                ["size": .number(Double(side)), "train": 600, "val": 100, "test": 200]))
        let ill = phantom.items.filter { $0.path.hasPrefix("test/") }.compactMap { item in
            phantom.consolidation(item).map { ("\(folder)/\(item.path)", $0) }
        }
        let centers = Dictionary(uniqueKeysWithValues: ill)
        let positive = try #require(predictor.classes.firstIndex(of: "PNEUMONIA"))
        var fractions: [Double] = []
        try predictor.explain(ill.map { FilePath($0.0) }) { file, result in
            let explanation = try result.get()
            guard explanation.prediction.predicted == positive, let center = centers[file] else {
                return
            }
            let levels = explanation.heat.levels(side: side)
            let level = levels[Int(center.y) * side + Int(center.x)]
            fractions.append(Double(levels.count { $0 > level }) / Double(levels.count))
        }
        return fractions
    }
}
