import ArgumentParser
package import Inference
import Results
import Tracking
package import Vocabulary
import Weights

/// The options that name a trained model: a trial, an ensemble of trials, a registered model, or a
/// network with a checkpoint.
package struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of a finished trial, or a results folder, whose best trial is used; repeatable with --ensemble.",
            valueName: "dir"))
    var trial: [String] = []
    @Flag(
        help:
            "Use the mean of the probabilities of the given trials, or of the trials of the best configuration of a results folder."
    )
    var ensemble = false
    @Option(
        help: ArgumentHelp(
            "A registered model: models:/NAME@ALIAS or models:/NAME/VERSION.", valueName: "uri"))
    var model: String?
    @OptionGroup var tracking: RegistryOption
    @Option(
        help: ArgumentHelp("A network, such as vgg16; requires --weights.", valueName: "kind"))
    var network: String?
    @Option(
        help: ArgumentHelp(
            "A checkpoint file, or imagenet for torchvision's weights.", valueName: "file"))
    var weights: String?
    @Option(
        help: ArgumentHelp(
            "The entry of the checkpoint with the weights, such as state_dict_ema (default: found by names and shapes).",
            valueName: "name"))
    var entry: String?
    @Option(
        help: ArgumentHelp(
            "The names of the classes (default: those in the checkpoint, else numbers).",
            valueName: "a,b"))
    var classes: String?
    @Option(
        help: ArgumentHelp(
            "Shorter side after resizing, in pixels (default: that in the checkpoint, else 256).",
            valueName: "pixels"))
    var resize: Int?
    @Option(
        help: ArgumentHelp(
            "Side of the center crop, in pixels (default: that in the checkpoint, else 224).",
            valueName: "pixels"))
    var crop: Int?
    @Option(
        help:
            "The interpolation for resizing (default: that in the checkpoint, else bilinear).")
    var interpolation: Interpolation?

    package init() {}

    /// Checks that at most one network is named, and that its options fit.
    /// - Throws: `ValidationError`.
    package func validate() throws {
        let sources = [trial.first, model, network].count { $0 != nil }
        guard sources <= 1, (network == nil) == (weights == nil) else { throw Self.unclear }
        if trial.isEmpty, ensemble { throw ValidationError("--ensemble requires --trial") }
        if trial.count > 1, !ensemble {
            throw ValidationError("several trials require --ensemble")
        }
        if let model {
            do { _ = try ModelReference(model) } catch { throw ValidationError("\(error)") }
        }
        let hasTransform = resize != nil || crop != nil || interpolation != nil
        if network == nil, classes != nil || hasTransform {
            throw ValidationError(
                "--classes, --resize, --crop and --interpolation require --network; a trial or model defines them itself"
            )
        }
        if network == nil, entry != nil {
            throw ValidationError("--entry requires --network and --weights")
        }
        for (name, value) in [("--resize", resize), ("--crop", crop)] {
            if let value, value < 1 {
                throw ValidationError("\(name) must be at least 1; got \(value)")
            }
        }
        if let resize, let crop, crop > resize {
            throw ValidationError("--crop must be at most --resize, \(resize); got \(crop)")
        }
    }

    private static let unclear = ValidationError(
        "expected either --trial, --model, or --network and --weights")

    /// True if a network is named.
    package var isGiven: Bool { !trial.isEmpty || model != nil || network != nil }

    /// Checks that a network is named.
    /// - Throws: `ValidationError` if not.
    package func require() throws {
        guard isGiven else { throw Self.unclear }
    }

    /// A version of a registered model.
    package struct RegisteredVersion: Sendable, Hashable {
        package let name: String
        package let version: Int
    }

    /// The local files of a network.
    package enum Source: Sendable, Hashable {
        /// The folders of trials, or that of a registered model.
        case trials([String], model: RegisteredVersion?)
        /// The path of a checkpoint, for a network of a kind.
        case weights(String, kind: String)
    }

    /// Finds the network's files. Files of an MLflow server or of torchvision are downloaded unless
    /// they exist.
    /// - Parameters:
    ///   - note: called with messages for the user.
    ///   - progress: called with a file's name, the number of bytes done, and the total if it is
    ///     known.
    /// - Throws: `ValidationError`, `TrackingError`, `DownloadError`, `FileError`.
    package func source(
        note: (String) -> Void = { _ in }, progress: (String, Int, Int?) -> Void = { _, _, _ in }
    ) throws -> Source {
        if !trial.isEmpty {
            let folders = try NamedTrials.folders(
                trial, isEnsemble: ensemble, option: "--trial ", note: note)
            return .trials(folders.map(\.path), model: nil)
        }
        if let model {
            let reference = try ModelReference(model)
            let (folder, version) = try tracking.registry(note: note).files(
                reference, progress: progress)
            note("\(reference): version \(version.version)")
            return .trials(
                [folder], model: RegisteredVersion(name: version.name, version: version.version))
        }
        guard let network, let weights else { throw ExitCode.validationFailure }
        guard weights == "imagenet" else { return .weights(weights, kind: network) }
        guard let file = TorchvisionFile(kind: network) else {
            throw ValidationError(
                "no ImageNet weights for '\(network)'; "
                    + Names(TorchvisionFile.all.map(\.kind)).suggestion(for: network))
        }
        return .weights(
            try file.fetch { progress(file.name, $0, $1) }, kind: network)
    }

    /// Reads the networks with their weights.
    /// - Throws: the errors of `TrainedModel` and `TrainedNetwork`.
    package func model(_ source: Source) throws -> TrainedModel {
        switch source {
        case .trials(let folders, _): try TrainedModel(trials: folders)
        case .weights(let path, let kind):
            TrainedModel(
                try TrainedNetwork(
                    kind: kind, weights: path,
                    options: ModelOptions(
                        classes: classes?.split(separator: ",").map(String.init), resize: resize,
                        crop: crop, interpolation: interpolation, entry: entry)))
        }
    }
}

extension Interpolation: ExpressibleByArgument {}

extension PrecisionSetting: ExpressibleByArgument {
    /// The help of the option `--precision` of predictions.
    package static let predictionHelp =
        "The number format of the computation (default: that of the training if the processor supports it, else fp32)."
}
