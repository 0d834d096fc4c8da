import ArgumentParser
import Foundation
import Training
import Weights

/// Asks a store for features and says whether it was this process that made them. It may be killed meanwhile.
@main struct FeatureMaker: ParsableCommand {
    @Argument var folder: String
    @Argument var key: String
    @Argument var rows: Int
    @Argument var width: Int
    @Flag var half = false

    func run() throws {
        let request = FeatureRequest(
            title: "test", rows: rows, width: width, type: half ? .float16 : .float32)
        var made = false
        let matrix = try FeatureStore(folder: folder).make(key, request) { writer in
            made = true
            try KnownFeatures.fill(&writer)
        }
        print(made ? "made" : "opened")
        guard KnownFeatures.differingRow(matrix) == nil else { throw ExitCode(3) }
    }
}
