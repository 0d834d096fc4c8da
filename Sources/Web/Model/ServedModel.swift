package import Foundation
package import Images
package import Inference
import JSON
internal import NIOPosix
package import Vocabulary

/// A network that predicts for clients: images are checked and decoded on a few threads, and passed
/// to the network in batches.
package final class ServedModel: Sendable {
    let card: ModelCard
    let classes: [String]
    let limits: ServerLimits
    private let input: NetworkInput
    private let queue: PredictionQueue
    private let threads = NIOThreadPool(
        numberOfThreads: ProcessInfo.processInfo.activeProcessorCount)
    let metrics = ServerMetrics()

    /// - Parameter predictor: used by nobody else from now on.
    package init(_ predictor: sending Predictor, card: ModelCard, limits: ServerLimits) {
        self.card = card
        self.limits = limits
        classes = predictor.classes
        input = predictor.input
        queue = PredictionQueue(predictor, limits: limits, metrics: metrics)
    }

    /// - Parameter log: called with failures that no request has an error for.
    func start(log: @escaping @Sendable (String) -> Void) {
        threads.start()
        queue.start(log: log)
    }

    func close() { queue.close() }

    /// The number of images without a prediction yet.
    var waiting: Int { queue.depth }

    /// Predicts images; each has its error instead if it cannot be read.
    /// - Parameter isExplained: whether to compute heat maps, which takes a few times as long.
    /// - Throws: `ProblemDetails` if too many images are waiting; `EngineError`.
    func predict(
        _ images: [Upload], isExplained: Bool
    ) async throws -> [Result<Prediction, ImageError>] {
        typealias Numbered = (Int, Result<Prediction, ImageError>)
        try queue.admit(images.count)
        return try await withThrowingTaskGroup(of: Numbered.self) { group in
            for (index, image) in images.enumerated() {
                group.addTask { [self] in
                    let result = try await predictAdmitted(image, isExplained: isExplained) {
                        [input] source throws(ImageError) in (try input.values(source), ())
                    }
                    return (index, result.map(\.prediction))
                }
            }
            var predictions: [Result<Prediction, ImageError>?] = images.map { _ in nil }
            for try await (index, prediction) in group { predictions[index] = prediction }
            return predictions.compactMap { $0 }
        }
    }

    /// Predicts an image with its heat map, and makes a view of the part that the network sees, of
    /// at least 448 x 448 pixels; the error instead if the image cannot be read.
    /// - Throws: `ProblemDetails` if too many images are waiting; `EngineError`.
    func predictAndView(
        _ image: Upload
    ) async throws -> Result<(prediction: Prediction, view: RGBImage), ImageError> {
        let transform = input.transform
        let scale = max(1, (448 + transform.crop - 1) / transform.crop)
        let larger = EvaluationTransform(
            resize: transform.resize * scale, crop: transform.crop * scale,
            interpolation: transform.interpolation)
        try queue.admit(1)
        return try await predictAdmitted(image, isExplained: true) {
            [input] source throws(ImageError) in try input.values(source, viewed: larger)
        }
    }

    /// - Parameter decode: the preprocessed image, and what else is made of it.
    private func predictAdmitted<View: Sendable>(
        _ image: Upload, isExplained: Bool,
        decode:
            @escaping @Sendable (ImageSource) throws(ImageError) -> (values: [Float], view: View)
    ) async throws -> Result<(prediction: Prediction, view: View), ImageError> {
        let decoded: Result<(values: [Float], view: View), ImageError>
        do {
            decoded = try await threads.runIfActive { [self] in
                Result { () throws(ImageError) in
                    try check(image)
                    return try decode(.content(image.content, name: image.name))
                }
            }
        } catch {
            queue.giveUp()
            throw error
        }
        switch decoded {
        case .success(let (values, view)):
            let prediction = try await queue.put(values, isExplained: isExplained)
            return .success((prediction, view))
        case .failure(let error):
            queue.giveUp()
            return .failure(error)
        }
    }

    /// Refuses what claims to be larger than is decoded here.
    private func check(_ image: Upload) throws(ImageError) {
        let header: ImageHeader
        do {
            header = try image.header()
        } catch {
            throw ImageError(path: image.name, kind: error)
        }
        guard header.size.width * header.size.height <= limits.pixels else {
            let (width, height) = (header.size.width, header.size.height)
            throw ImageError(
                path: image.name,
                kind: .unsupported(
                    "it is \(width) x \(height) pixels; this server takes "
                        + "\(limits.pixels / 1_000_000) megapixels"))
        }
    }

    /// The JPEG files of a view, and of the same with a heat map over it.
    /// - Throws: `ImageError.Kind`.
    func encoded(
        _ view: RGBImage, heat: HeatMap?
    ) async throws -> (plain: Data, heated: Data?) {
        try await threads.runIfActive {
            (
                try JPEG.encode(view, quality: 88),
                try heat.map { try JPEG.encode($0.overlay(on: view), quality: 88) }
            )
        }
    }
}

extension Prediction {
    /// The heat map; nil if none was asked for, or it failed.
    var heatMap: HeatMap? { try? heat?.get() }

    /// What a client is told in place of a heat map that failed.
    var heatProblem: String? {
        guard case .failure(let error)? = heat else { return nil }
        return (error as? ExplanationError)?.description
            ?? "the computation failed; the server's log says more"
    }
}
