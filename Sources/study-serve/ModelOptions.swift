import ArgumentParser
import Images
import Runner
import Settings
import Weights
import Web

/// Which network answers.
struct ModelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of a finished trial.", valueName: "dir"))
    var trial: String?
    @Option(help: ArgumentHelp("A network's kind, such as vgg16.", valueName: "kind"))
    var network: String?
    @Option(help: ArgumentHelp("A checkpoint, or imagenet.", valueName: "file"))
    var weights: String?
    @Option(
        help: ArgumentHelp(
            "Names of the network's classes (default: their numbers).", valueName: "a,b"))
    var classes: String?
    @Option(help: "Pixels of the shorter side after resizing (default: 256).") var resize: Int?
    @Option(help: "Pixels of the square that the network sees (default: 224).") var crop: Int?

    private static let (defaultResize, defaultCrop) = (256, 224)

    func validate() throws {
        guard (trial == nil) != (network == nil), (network == nil) == (weights == nil) else {
            throw ValidationError("give either --trial, or --network and --weights")
        }
        if trial != nil, classes != nil || resize != nil || crop != nil {
            throw ValidationError("--classes, --resize and --crop are given by the trial")
        }
        let (resize, crop) = (resize ?? Self.defaultResize, crop ?? Self.defaultCrop)
        guard crop > 0, resize >= crop else {
            throw ValidationError("--crop must be positive and at most --resize, \(resize)")
        }
    }

    /// Loads and compiles the network.
    /// - Throws: `PredictionError` and what else `Predictor` does.
    func load(limits: ServerLimits) throws -> ServedModel {
        if let trial {
            return ServedModel(
                try Predictor(trial: trial), card: try ModelCard(trial: trial), limits: limits)
        }
        guard let network, var path = weights else { throw ExitCode.validationFailure }
        if path == "imagenet" {
            guard let file = TorchvisionFile(kind: network) else {
                throw ValidationError("there are no ImageNet weights for '\(network)'")
            }
            path = try file.fetch()
        }
        let predictor = try Predictor(
            kind: network, weights: path,
            classes: classes?.split(separator: ",").map(String.init),
            transform: EvaluationTransform(
                resize: resize ?? Self.defaultResize, crop: crop ?? Self.defaultCrop))
        let card = ModelCard(
            network: network, weights: path, digest: try openWeights(path: path).digest,
            classes: predictor.classes)
        return ServedModel(predictor, card: card, limits: limits)
    }
}
