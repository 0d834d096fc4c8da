package import Datasets
package import Engine
import Foundation
package import JSON
package import Networks
package import Studies
package import Tensors
package import Training
package import Vocabulary
package import Weights

/// The frozen part of a trial's network: what gives the features that the rest trains on.
struct FrozenFront {
    /// For people, such as `vgg16 before classifier.1, 224 px`.
    let title: String
    let extractor: FeatureExtractor
    private let isHalf: Bool

    /// Compiles it. `nil` where everything trains.
    /// - Parameters:
    ///   - parameters: of the whole network, by name.
    ///   - device: the device, with the kernels to run on.
    /// - Throws: `UnsupportedSetting`, `ShapeError`, `EngineError`.
    init?(
        _ settings: TrialSettings, classes: Int, parameters: [String: Tensor],
        on device: any Device, threads: Int
    ) throws {
        let graph = try settings.graph(classes: classes, batch: FeatureExtractor.batchSize)
        guard let cut = try settings.network.cut(graph) else { return nil }
        let first = cut.rear.nodes.dropFirst().first { !$0.parameters.isEmpty }
        title =
            "\(settings.network.configuration.kind) before \(first?.name ?? "its end"), "
            + "\(settings.dataset.crop) px"
        extractor = try FeatureExtractor(
            cut.front, on: device, parameters: parameters, threads: threads)
        isHalf = settings.network.features == .float16
    }

    /// The key of the images' features.
    func key(of input: FeatureInput) -> String {
        extractor.key(content: "\(input.content) \(isHalf ? "float16" : "float32")")
    }

    /// What the images' features are.
    func request(for input: FeatureInput) -> FeatureRequest {
        FeatureRequest(
            title: input.view.map { "\(title), augmented view \($0 + 1)" } ?? title,
            rows: input.images.count, width: extractor.width, type: isHalf ? .float16 : .float32)
    }

    /// The features of images: those that are in the store, or else computed and put there.
    /// - Parameter progress: called with images done, while they are computed.
    func features(
        of input: FeatureInput, in store: FeatureStore,
        progress: (Int) throws -> Void = { _ in }
    ) throws -> FeatureMatrix {
        let key = key(of: input)
        if let ready = try store.open(key, verify: true) { return ready }
        return try store.make(key, request(for: input)) { writer in
            try extractor.run(over: input.images, progress: progress) {
                try writer.append($0)
            }
        }
    }
}

extension NetworkSettings {
    /// The frozen and the trained part of the network; nil where everything trains.
    /// - Throws: `UnsupportedSetting` where it cannot be cut there.
    package func cut(_ graph: Graph) throws(UnsupportedSetting) -> GraphCut? {
        do {
            return switch train {
            case .all: nil
            case .head: try graph.cutBeforeHead()
            case .from(let layer): try graph.cut(from: layer)
            }
        } catch { throw UnsupportedSetting(path: "network.train", message: "\(error)") }
    }
}
