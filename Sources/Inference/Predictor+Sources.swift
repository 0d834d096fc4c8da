package import Engine

extension Predictor {
    /// - Parameter pictures: how many will be asked about, where that is known.
    /// - Throws: `ShapeError`, `EngineError`.
    package convenience init(
        _ trained: TrainedNetwork, on device: any Device, pictures: Int? = nil
    ) throws {
        try self.init(
            trained.network, on: device, classes: trained.classes, transform: trained.transform,
            normalization: trained.normalization, parameters: trained.parameters,
            pictures: pictures)
    }

    /// The best epoch of a finished trial, with the images cut as in its training.
    /// - Parameters:
    ///   - folder: the trial's.
    ///   - pictures: how many will be asked about, where that is known.
    /// - Throws: as `TrainedNetwork`; `EngineError`.
    package convenience init(
        trial folder: String, on device: any Device, pictures: Int? = nil
    ) throws {
        try self.init(TrainedNetwork(trial: folder), on: device, pictures: pictures)
    }

    /// A network of a kind, with the weights of a checkpoint.
    /// - Parameters:
    ///   - options: what is not the file's to say.
    ///   - pictures: how many will be asked about, where that is known.
    /// - Throws: as `TrainedNetwork`; `EngineError`.
    package convenience init(
        kind: String, weights path: String, options: ModelOptions, on device: any Device,
        pictures: Int? = nil
    ) throws {
        try self.init(
            TrainedNetwork(kind: kind, weights: path, options: options), on: device,
            pictures: pictures)
    }
}
