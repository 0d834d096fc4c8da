import ArgumentParser
import Foundation
import Training
import Weights

/// Asks a store for features and says whether it was this process that made them. It may be killed
/// meanwhile.
@main struct FeatureMaker: ParsableCommand {
    @Argument var folder: String
    @Argument var rows: Int
    @Argument var width: Int
    @Argument(help: "What to ask for, in turn.") var keys: [String]
    @Flag var half = false
    @Option(help: "Of the cache, in bytes.") var limit: Int?
    @Option(help: "How often to ask for all.") var times = 1

    func run() throws {
        let request = FeatureRequest(
            title: "test", rows: rows, width: width, type: half ? .float16 : .float32)
        for key in repeatElement(keys, count: times).joined() {
            var made = false
            let store = FeatureStore(folder: folder, limit: limit)
            let matrix = try store.make(key, request) { writer in
                made = true
                try KnownFeatures.fill(&writer)
            }
            print(made ? "made" : "opened")
            guard KnownFeatures.differingRow(matrix) == nil,
                FileManager.default.fileExists(atPath: matrix.path)
            else { throw ExitCode(3) }
        }
    }
}
