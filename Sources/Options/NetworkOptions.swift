import ArgumentParser
package import Inference
package import Tracking
package import Vocabulary
package import Weights

/// Which network answers: of a trial, of a registry, or of a kind with weights from a file.
package struct NetworkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of a finished trial.", valueName: "dir"))
    var trial: String?
    @Option(
        help: ArgumentHelp(
            "A registered model, models:/NAME@ALIAS or models:/NAME/VERSION.", valueName: "uri"))
    var model: String?
    @OptionGroup var tracking: ServerOption
    @Option(help: ArgumentHelp("A network's kind, such as vgg16.", valueName: "kind"))
    var network: String?
    @Option(help: ArgumentHelp("A checkpoint, or imagenet.", valueName: "file"))
    var weights: String?
    @Option(
        help: ArgumentHelp(
            "Names of the network's classes (default: the file's own, else their numbers).",
            valueName: "a,b"))
    var classes: String?
    @Option(
        help: "Pixels of the shorter side after resizing (default: the file's own, else 256).")
    var resize: Int?
    @Option(
        help: "Pixels of the square that the network sees (default: the file's own, else 224).")
    var crop: Int?
    @Option(help: "bilinear, bicubic or lanczos (default: the file's own, else bilinear).")
    var interpolation: Interpolation?

    package init() {}

    package func validate() throws {
        let sources = [trial, model, network].count { $0 != nil }
        guard sources <= 1, (network == nil) == (weights == nil) else { throw Self.unclear }
        if let model {
            do { _ = try ModelReference(model) } catch { throw ValidationError("\(error)") }
        }
        let isCut = resize != nil || crop != nil || interpolation != nil
        if network == nil, classes != nil || isCut {
            throw ValidationError(
                "--classes, --resize, --crop and --interpolation are given by the trial or model")
        }
        for (name, value) in [("--resize", resize), ("--crop", crop)] {
            if let value, value < 1 {
                throw ValidationError("\(name) must be positive; got \(value)")
            }
        }
        if let resize, let crop, crop > resize {
            throw ValidationError("--crop must be at most --resize, \(resize); got \(crop)")
        }
    }

    private static let unclear = ValidationError(
        "give either --trial, --model, or --network and --weights")

    /// Whether a network is named.
    package var isGiven: Bool { trial != nil || model != nil || network != nil }

    /// - Throws: `ValidationError` where no network is named.
    package func require() throws {
        guard isGiven else { throw Self.unclear }
    }

    /// What the options name, on this machine.
    package enum Source: Sendable, Hashable {
        /// A folder like that of a trial; with the registered model that it is, where it is one.
        case trial(String, model: String?)
        case weights(String, kind: String)
    }

    /// Finds the network's files; those of a registry or of torchvision are fetched unless they are
    /// there.
    /// - Parameters:
    ///   - note: is told what a person should know.
    ///   - progress: is called with a file's name, bytes done and, where it is known, in all.
    /// - Throws: `ValidationError`, `TrackingError`, `DownloadError`, `FileError`.
    package func source(
        note: (String) -> Void = { _ in }, progress: (String, Int, Int?) -> Void = { _, _, _ in }
    ) throws -> Source {
        if let trial { return .trial(trial, model: nil) }
        if let model {
            let reference = try ModelReference(model)
            let (folder, version) = try registry(note, reference).files(
                reference, progress: progress)
            note("\(reference): version \(version.version)")
            return .trial(folder, model: "\(version.name), version \(version.version)")
        }
        guard let network, let weights else { throw ExitCode.validationFailure }
        guard weights == "imagenet" else { return .weights(weights, kind: network) }
        guard let file = TorchvisionFile(kind: network) else {
            throw ValidationError("there are no ImageNet weights for '\(network)'")
        }
        return .weights(
            try file.fetch { progress(file.name, $0, $1) }, kind: network)
    }

    /// The server that is named; without one, this machine.
    private func registry(
        _ note: (String) -> Void, _ reference: ModelReference
    ) throws -> any ModelRegistry {
        if let server = try tracking.server(note) { return MLflowClient(server) }
        guard let registry = try LocalRegistry.existing() else {
            throw ValidationError(
                "\(reference): no model is registered on this machine; for those of an MLflow server give --tracking-uri or MLFLOW_TRACKING_URI"
            )
        }
        return registry
    }

    /// The network with its weights.
    /// - Throws: as `TrainedNetwork`.
    package func network(_ source: Source) throws -> TrainedNetwork {
        switch source {
        case .trial(let folder, _): try TrainedNetwork(trial: folder)
        case .weights(let path, let kind):
            try TrainedNetwork(
                kind: kind, weights: path,
                options: ModelOptions(
                    classes: classes?.split(separator: ",").map(String.init), resize: resize,
                    crop: crop, interpolation: interpolation))
        }
    }
}

extension Interpolation: ExpressibleByArgument {}
