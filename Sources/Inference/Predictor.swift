import Datasets
package import Engine
package import Files
package import Images
package import Results
import Studies
package import Vocabulary

/// A model compiled for inference: its networks, whose probabilities are averaged, and its
/// decisions. The prediction for an image does not depend on the other images that are predicted
/// with it. Not thread-safe.
package final class Predictor {
    /// The names of the classes, in the order of the logits.
    package let classes: [String]
    /// The preprocessing of images; safe on other threads.
    package let input: ModelInput
    /// The decisions of the model.
    package let decisions: ModelDecisions
    /// The number format of the computation.
    package let precision: ComputePrecision
    private let networks: [CompiledNetwork]
    /// True if images can have several labels, each with a probability of its own.
    package let isMultilabel: Bool
    private let positive: Int?
    private let batchSize: Int

    /// The minimum number of images for which larger batches are tested.
    private static let manyImages = 64

    /// Compiles a model.
    /// - Parameters:
    ///   - precision: the number format of the computation; nil: that of the training, or fp32 if
    ///     the processor does not support it.
    ///   - images: the number of images to predict; nil if it is unknown.
    ///   - isOfTraining: true to compute as the evaluations of the training did, in minibatches of
    ///     the same size, so that the same images get the same probabilities.
    /// - Throws: `PredictionError` if the networks of an ensemble would compute in different number
    ///   formats; `FileError` if a checkpoint cannot be read; `ShapeError`, `EngineError`.
    package convenience init(
        _ model: TrainedModel, on device: any Device, precision: PrecisionSetting? = nil,
        images: Int? = nil, asInTraining isOfTraining: Bool = false
    ) throws {
        _ = try model.precision(precision)
        let size = model.members[0].record?.settings.training?.batchSize
        self.init(
            try model.members.map {
                try CompiledNetwork(
                    $0, on: device, precision: precision, asInTraining: isOfTraining)
            }, classes: model.classes, model.decisions, positiveClass: model.positiveClass,
            isMultilabel: model.isMultilabel,
            batchSize: isOfTraining ? size ?? BatchPrograms.largestSize : BatchPrograms.largestSize)
        if let images, images >= Self.manyImages { while try grow() {} }
    }

    /// Creates the predictor of compiled networks.
    /// - Parameters:
    ///   - networks: the networks, at least one, all in the same number format.
    ///   - batchSize: the number of images of a file list that are predicted at once.
    package init(
        _ networks: [CompiledNetwork], classes: [String],
        _ decisions: ModelDecisions = ModelDecisions(), positiveClass: String? = nil,
        isMultilabel: Bool = false, batchSize: Int = BatchPrograms.largestSize
    ) {
        self.networks = networks
        self.classes = classes
        self.decisions = decisions
        self.isMultilabel = isMultilabel
        self.batchSize = batchSize
        precision = networks[0].precision
        positive = positiveClass.flatMap { classes.firstIndex(of: $0) }
        input = ModelInput(networks.map(\.input))
    }

    /// Compiles a network without decisions.
    /// - Throws: the errors of `init(_:on:precision:images:asInTraining:)`.
    package convenience init(
        _ trained: TrainedNetwork, on device: any Device, precision: PrecisionSetting? = nil,
        images: Int? = nil, asInTraining isOfTraining: Bool = false
    ) throws {
        try self.init(
            TrainedModel(trained, ModelDecisions()), on: device, precision: precision,
            images: images, asInTraining: isOfTraining)
    }

    // MARK: - Batches

    /// The largest batch size that all networks currently use.
    package var largestBatch: Int { networks.map(\.programs.largest).min() ?? 1 }

    /// Tests the next larger batch size of each network; see `BatchPrograms.grow`.
    /// - Returns: true if there are more sizes to test.
    /// - Throws: `EngineError`.
    package func grow() throws -> Bool {
        var hasMore = false
        for network in networks where try network.programs.grow() { hasMore = true }
        return hasMore
    }

    // MARK: - Predictions

    /// Predicts preprocessed images.
    /// - Throws: `EngineError`.
    package func predictions(_ images: [ModelInput.Image]) throws -> [Prediction] {
        try logits(images).map { members in
            isMultilabel
                ? Prediction(labelsOf: members, decisions)
                : Prediction(members: members, decisions, positive: positive)
        }
    }

    /// The logits of each image, of each network, for each view, the first of which is the image
    /// itself: `[images][networks][views][classes]`.
    func logits(_ images: [ModelInput.Image]) throws -> [[[[Float]]]] {
        let views = 1 + decisions.augmentation.count
        var rows = [[[[Float]]]](repeating: [], count: images.count)
        for (number, network) in networks.enumerated() {
            let side = network.input.transform.crop
            let all = images.flatMap { image in
                let values = input.values(image, network: number)
                return [values] + decisions.augmentation.map { $0.apply(to: values, side: side) }
            }
            let logits = try network.logits(all)
            for image in images.indices {
                rows[image].append(Array(logits[image * views..<(image + 1) * views]))
            }
        }
        return rows
    }

    /// Predicts the images in files.
    /// - Parameter report: called for each file in order, with its path; with its prediction, or
    ///   the error if the image cannot be read; and with the properties of the file that are not
    ///   visible in the pixels, which are empty after an error.
    /// - Throws: `EngineError`; the errors of `report`.
    package func predict(
        _ files: [FilePath],
        report: (String, ImagePrediction, ImageProperties) throws -> Void
    ) throws {
        try forEachBatch(of: files) { batch, images in
            var predictions = try predictions(images.compactMap { (try? $0.get())?.image })[...]
            for (file, image) in zip(batch, images) {
                switch image {
                case .success(let image):
                    try report("\(file)", .success(predictions.removeFirst()), image.properties)
                case .failure(let error):
                    try report("\(file)", .failure(error), ImageProperties())
                }
            }
        }
    }

    /// Predicts the images in files, and computes the heat map of a class for each image.
    /// - Parameters:
    ///   - label: the index of the class to explain; nil: the predicted class.
    ///   - report: called for each file in order, with the error if the image cannot be read.
    /// - Throws: `EngineError`, `ExplanationError` for a network without feature maps; the errors
    ///   of `report`.
    package func explain(
        _ files: [FilePath], label: Int? = nil,
        report: (String, Result<Explanation, ImageError>) throws -> Void
    ) throws {
        try forEachBatch(of: files) { batch, images in
            var predictions = try predictions(images.compactMap { (try? $0.get())?.image })[...]
            for (file, image) in zip(batch, images) {
                switch image {
                case .success(let image):
                    let prediction = predictions.removeFirst()
                    let label = label ?? prediction.predicted
                    let explanation = Explanation(
                        file: "\(file)", prediction: prediction,
                        image: input.pixels(of: image.image), label: label,
                        heat: try heat(of: image.image, label: label))
                    try report("\(file)", .success(explanation))
                case .failure(let error): try report("\(file)", .failure(error))
                }
            }
        }
    }

    /// Computes the Grad-CAM heat map of a class for an image; of an ensemble, the mean of its
    /// networks' maps.
    /// - Parameter label: the index of the class.
    /// - Throws: `EngineError`; `ExplanationError` for a network without feature maps, and for an
    ///   ensemble of networks whose maps cannot be averaged.
    package func heat(of image: ModelInput.Image, label: Int) throws -> HeatMap {
        let maps = try networks.enumerated().map { number, network in
            try network.heat(of: input.values(image, network: number), label: label)
        }
        guard input.isShared || maps.count == 1, let mean = HeatMap.mean(of: maps) else {
            throw ExplanationError(
                description: "the networks of the ensemble differ in their input or feature maps, "
                    + "so that their heat maps cannot be averaged; explain one trial")
        }
        return mean
    }

    // MARK: - Files

    /// An image, or the reason why it cannot be read.
    typealias Decoded = Result<
        (image: ModelInput.Image, properties: ImageProperties), ImageError
    >

    /// Decodes images in batches.
    /// - Throws: the errors of `body`.
    func forEachBatch(
        of files: [FilePath], _ body: ([FilePath], [Decoded]) throws -> Void
    ) throws {
        let input = input
        for start in stride(from: 0, to: files.count, by: batchSize) {
            let batch = Array(files[start..<min(start + batchSize, files.count)])
            let images: [Decoded] = Parallel.map(count: batch.count) { index in
                Result { () throws(ImageError) in try input.described(.file(batch[index])) }
            }
            try body(batch, images)
        }
    }
}
