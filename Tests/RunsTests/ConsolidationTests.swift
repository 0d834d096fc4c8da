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

/// Whether a trained network looks where a phantom is ill.
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

    /// For most of the images that it finds to be ill, and that have one place where they are, that
    /// place lies inside the hottest tenth of the image.
    @Test(.enabled(if: Soak.setting("SOAK_SECONDS") != nil, "takes minutes; runs in make soak"))
    func theHottestTenthHoldsTheConsolidation() throws {
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
            let shares = try Self.hotterShares(
                Predictor(TrainedNetwork(trial: "\(trials)/\(trial)"), on: OneDNNDevice()),
                in: "\(folder)/look-phantom")
            let inside = shares.count { $0 < 0.1 }
            #expect(shares.count > 30, "images found to be ill")
            #expect(inside * 2 > shares.count, "\(inside) of \(shares.count)")
            print("the hottest tenth holds the consolidation of \(inside) of \(shares.count)")
        }
    }

    /// For each true positive of the test images with a consolidation, the share of the image that
    /// is hotter than its middle.
    private static func hotterShares(_ predictor: Predictor, in folder: String) throws -> [Double] {
        let phantom = SyntheticXRays(
            SettingValues(
                SyntheticXRays.settings,
                ["size": .number(Double(side)), "train": 600, "val": 100, "test": 200]))
        let ill = phantom.items.filter { $0.path.hasPrefix("test/") }.compactMap { item in
            phantom.consolidation(item).map { ("\(folder)/\(item.path)", $0) }
        }
        let places = Dictionary(uniqueKeysWithValues: ill)
        let positive = try #require(predictor.classes.firstIndex(of: "PNEUMONIA"))
        var shares: [Double] = []
        try predictor.explain(ill.map { FilePath($0.0) }) { file, result in
            let explanation = try result.get()
            guard explanation.prediction.predicted == positive, let place = places[file] else {
                return
            }
            let levels = explanation.heat.levels(side: side)
            let level = levels[Int(place.y) * side + Int(place.x)]
            shares.append(Double(levels.count { $0 > level }) / Double(levels.count))
        }
        return shares
    }
}
