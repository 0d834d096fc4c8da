package import Datasets
package import Foundation
package import Images
package import Inference
package import JSON
internal import NIOPosix
package import Vocabulary

/// A model that answers: images are looked at, decoded on a few threads and passed to the network
/// in batches.
package final class ServedModel: Sendable {
    let card: ModelCard
    let classes: [String]
    let limits: ServerLimits
    private let transform: EvaluationTransform
    private let decode: @Sendable (ImageSource) throws(ImageError) -> [Float]
    private let queue: PredictionQueue
    private let threads = NIOThreadPool(
        numberOfThreads: ProcessInfo.processInfo.activeProcessorCount)
    let metrics = ServerMetrics()

    /// - Parameter predictor: used by nobody else from now on.
    package init(_ predictor: sending Predictor, card: ModelCard, limits: ServerLimits) {
        self.card = card
        self.limits = limits
        classes = predictor.classes
        let input = predictor.input
        transform = input.transform
        decode = { source throws(ImageError) in try input.values(source) }
        queue = PredictionQueue(predictor, limits: limits, metrics: metrics)
    }

    /// - Parameter log: called with failures that no request has an error for.
    func start(log: @escaping @Sendable (String) -> Void) {
        threads.start()
        queue.start(log: log)
    }

    func close() { queue.close() }

    /// Images without an answer.
    var waiting: Int { queue.depth }

    /// What the network says of an image.
    struct Answer: Sendable {
        let prediction: ImagePrediction
        /// Where it looks for the class that it names, or why that is not known; nil where nobody
        /// asked, or the image cannot be read.
        let heat: Result<HeatMap, any Error>?

        var heatMap: HeatMap? { try? heat?.get() }

        /// What a client is told in place of a heat map that failed.
        var heatProblem: String? {
            guard case .failure(let error)? = heat else { return nil }
            return (error as? ExplanationError)?.description
                ?? "the computation failed; the server's log says more"
        }
    }

    /// What the network says of images; one that cannot be read has its reason instead.
    /// - Parameter isExplained: whether to look where the network looks, which takes a few times as
    ///   long.
    /// - Throws: `Problem` when too many are waiting; `EngineError`.
    func predict(_ images: [Upload], isExplained: Bool) async throws -> [Answer] {
        try queue.admit(images.count)
        return try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            for (index, image) in images.enumerated() {
                group.addTask { [self] in (index, try await predictAdmitted(image, isExplained)) }
            }
            var predictions: [Answer?] = images.map { _ in nil }
            for try await (index, prediction) in group { predictions[index] = prediction }
            return predictions.compactMap { $0 }
        }
    }

    private func predictAdmitted(_ image: Upload, _ isExplained: Bool) async throws -> Answer {
        let values: Result<[Float], ImageError>
        do {
            values = try await threads.runIfActive { [self] in
                Result { () throws(ImageError) in
                    try check(image)
                    return try decode(.content(image.content, name: image.name))
                }
            }
        } catch {
            queue.giveUp()
            throw error
        }
        switch values {
        case .success(let values):
            let output = try await queue.put(values, isExplained: isExplained)
            return Answer(
                prediction: ImagePrediction(file: image.name, logits: .success(output.logits)),
                heat: output.heat)
        case .failure(let error):
            queue.giveUp()
            return Answer(
                prediction: ImagePrediction(file: image.name, logits: .failure(error)), heat: nil)
        }
    }

    /// Refuses what claims to be larger than is decoded here.
    private func check(_ image: Upload) throws(ImageError) {
        let header: ImageHeader
        do {
            header = try image.header()
        } catch {
            throw ImageError(path: image.name, problem: error)
        }
        guard header.size.width * header.size.height <= limits.pixels else {
            let (width, height) = (header.size.width, header.size.height)
            throw ImageError(
                path: image.name,
                problem: .unsupported(
                    "it is \(width) x \(height) pixels; this server takes "
                        + "\(limits.pixels / 1_000_000) megapixels"))
        }
    }

    /// The part of an image that the network sees, and the same with the heat over it: JPEG files
    /// of at least 448 pixels.
    /// - Throws: `ImageError`, `ImageError.Problem`.
    func views(_ image: Upload, heat: HeatMap?) async throws -> (plain: Data, heated: Data?) {
        let transform = transform
        return try await threads.runIfActive {
            let scale = max(1, (448 + transform.crop - 1) / transform.crop)
            let larger = EvaluationTransform(
                resize: transform.resize * scale, crop: transform.crop * scale,
                interpolation: transform.interpolation)
            let view = larger.apply(
                try RGBImage(.content(image.content, name: image.name)))
            return (
                try JPEG.encode(view, quality: 88),
                try heat.map { try JPEG.encode($0.overlay(on: view), quality: 88) }
            )
        }
    }
}
