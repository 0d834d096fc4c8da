import Foundation
import Images
package import Inference
import JSON
internal import NIOPosix
import Processes
import Results
import Vocabulary

/// A network that predicts the images of requests. Several threads check and decode the images; one
/// thread runs the network on batches of them.
package final class ServedModel: Sendable {
    let card: ModelCard
    let classes: [String]
    /// True if images can have several labels: `classes` are then the names of the labels.
    let isMultilabel: Bool
    let limits: ServerLimits
    /// The side of the network's input, in pixels.
    var inputSize: Int { input.transform.crop }
    private let input: ModelInput
    /// What the model decides, such as its threshold.
    let decisions: ModelDecisions
    private let queue: PredictionQueue
    private let threads = NIOThreadPool(
        numberOfThreads: AvailableCores.count)
    let metrics = ServerMetrics()

    /// - Parameter predictor: the model, which the caller must not use afterwards.
    package init(_ predictor: sending Predictor, card: ModelCard, limits: ServerLimits) {
        self.card = card
        self.limits = limits
        classes = predictor.classes
        isMultilabel = predictor.isMultilabel
        input = predictor.input
        decisions = predictor.decisions
        queue = PredictionQueue(predictor, limits: limits, metrics: metrics)
    }

    /// Starts the threads.
    /// - Parameter log: called with errors that no response contains.
    func start(log: @escaping @Sendable (String) -> Void) {
        threads.start()
        queue.start(log: log)
    }

    /// Ends the thread of the network after the admitted images.
    func close() { queue.close() }

    /// The number of images that wait for a prediction.
    var waiting: Int { queue.depth }

    /// Predicts images; the result of an unreadable image is an error.
    /// - Parameter isExplained: whether to compute heat maps, which takes a few times as long.
    /// - Throws: `ProblemDetails` if too many images are waiting; `EngineError`.
    func predict(
        _ images: [Upload], isExplained: Bool
    ) async throws -> [Result<ServedPrediction, ImageError>] {
        typealias Numbered = (Int, Result<ServedPrediction, ImageError>)
        try queue.admit(images.count)
        return try await withThrowingTaskGroup(of: Numbered.self) { group in
            for (index, image) in images.enumerated() {
                group.addTask { [self] in
                    let result = try await predictAdmitted(image, isExplained: isExplained) {
                        [input] source throws(ImageError) in
                        let (image, properties) = try input.described(source)
                        return (image, properties, ())
                    }
                    return (index, result.map(\.prediction))
                }
            }
            var predictions: [Result<ServedPrediction, ImageError>?] = images.map { _ in nil }
            for try await (index, prediction) in group { predictions[index] = prediction }
            return predictions.compactMap { $0 }
        }
    }

    /// Predicts an image with its heat map, and renders the crop that is the network's input with
    /// at least 448 x 448 pixels. The result of an unreadable image is an error.
    /// - Throws: `ProblemDetails` if too many images are waiting; `EngineError`.
    func predictAndView(
        _ image: Upload
    ) async throws -> Result<(prediction: ServedPrediction, view: RGBImage), ImageError> {
        let transform = input.transform
        let scale = max(1, (448 + transform.crop - 1) / transform.crop)
        let larger = transform.enlarged(by: scale)
        try queue.admit(1)
        return try await predictAdmitted(image, isExplained: true) {
            [input] source throws(ImageError) in try input.described(source, viewed: larger)
        }
    }

    /// An image that is ready for the network, with a view of it.
    private typealias Decoded<View> = (
        image: ModelInput.Image, properties: ImageProperties, view: View
    )

    /// Decodes and predicts an admitted image.
    /// - Parameter decode: returns the preprocessed image and a view of it.
    private func predictAdmitted<View: Sendable>(
        _ image: Upload, isExplained: Bool,
        decode: @escaping @Sendable (ImageSource) throws(ImageError) -> Decoded<View>
    ) async throws -> Result<(prediction: ServedPrediction, view: View), ImageError> {
        let decoded: Result<Decoded<View>, ImageError>
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
        case .success(let (input, properties, view)):
            let prediction = try await queue.put(input, isExplained: isExplained)
            let notes = ImageProperties.notes(of: [(image.name, properties)])
            return .success((ServedPrediction(prediction: prediction, notes: notes), view))
        case .failure(let error):
            queue.giveUp()
            return .failure(error)
        }
    }

    /// Refuses an image that is too large according to its header.
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
                    "it has \(width) x \(height) pixels; the limit of this server is "
                        + "\(limits.pixels / 1_000_000) megapixels"))
        }
    }

    /// Encodes a view, and the same view with a heat map over it, as JPEG.
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

/// The prediction of an image from a client.
struct ServedPrediction: Sendable {
    let prediction: Prediction
    /// Notes on properties of the image file that are not applied, such as an orientation.
    let notes: [String]
}

extension Prediction {
    /// The heat map; nil if it was not requested or failed.
    var heatMap: HeatMap? { try? heat?.get() }

    /// The message for a client if the heat map failed; nil otherwise.
    var heatError: String? {
        guard case .failure(let error)? = heat else { return nil }
        return (error as? ExplanationError)?.description
            ?? "the computation failed; see the server's log"
    }
}
