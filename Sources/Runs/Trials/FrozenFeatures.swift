import Datasets
import Engine
import Networks
import Results
import Studies
import Tensors
import Training
import Vocabulary
import Weights

/// The features that the frozen backbone of a trial's network computes from the trial's images.
///
/// Sets of features that do not change between epochs are stored, and are used by all trials with
/// the same backbone and images. The backbone is compiled on first use. Not thread-safe.
final class FrozenFeatures {
    /// The sets of features that are stored.
    let sets: [FeatureImages]
    /// A description of the backbone for people, such as `vgg16 before classifier.1, 224 px`.
    let title: String
    /// True if features are stored as float16, false for float32.
    private let isHalf: Bool
    private var backbone: Backbone

    private enum Backbone {
        case toCompile(() throws -> FeatureExtractor)
        case compiled(FeatureExtractor)
    }

    /// Finds the sets of features of a trial; nil if no part of the network is frozen.
    /// - Parameter device: the device, with the kernels to run on.
    /// - Throws: `UnsupportedSetting`.
    init?(
        _ settings: TrialSettings, _ data: TrialData, _ start: TrialStart,
        on device: any Device, threads: Int
    ) throws {
        guard let parts = start.parts else { return nil }
        let first = parts.tail.nodes.dropFirst().first { !$0.parameters.isEmpty }
        title =
            "\(settings.network.configuration.kind) before \(first?.name ?? "its end"), "
            + "\(settings.dataset.crop) px"
        isHalf = settings.network.featurePrecision == .float16
        sets = try data.featureSets(settings)
        let (classes, parameters) = (data.dataset.classes.count, start.frozen)
        backbone = .toCompile {
            let graph = try settings.graph(classes: classes, batch: FeatureExtractor.batchSize)
            guard let parts = try settings.network.split(graph) else {
                throw UnsupportedSetting(
                    path: "network.train", message: "no part of the network is frozen")
            }
            return try FeatureExtractor(
                parts.backbone, on: device, parameters: parameters,
                precision: try settings.training.computePrecision(), threads: threads)
        }
    }

    /// Compiles the backbone on the first call.
    /// - Throws: `ShapeError`, `UnsupportedSetting`, `EngineError`.
    func extractor() throws -> FeatureExtractor {
        switch backbone {
        case .compiled(let extractor): return extractor
        case .toCompile(let compile):
            let extractor = try compile()
            backbone = .compiled(extractor)
            return extractor
        }
    }

    /// The key of a set in the store: a digest of everything that determines the features.
    /// - Throws: as `extractor()`.
    func key(of set: FeatureImages) throws -> String {
        try extractor().key(content: "\(set.content) \(isHalf ? "float16" : "float32")")
    }

    /// The header of the file of a set.
    /// - Throws: as `extractor()`.
    func request(for set: FeatureImages) throws -> FeatureRequest {
        FeatureRequest(
            title: set.id.view.map { "\(title), augmented view \($0 + 1)" } ?? title,
            rows: set.images.count, width: try extractor().width,
            type: isHalf ? .float16 : .float32)
    }

    /// The features of all sets, or of those of one split. Sets that are not in the store are
    /// computed and stored, the largest set first.
    /// - Parameters:
    ///   - keys: the keys of sets that are known to be in the store; features that have been
    ///     removed are computed again.
    ///   - progress: called while features are computed, with the number of images done and the
    ///     number of images of all these sets; an error that it throws ends the computation.
    /// - Throws: as `extractor()`; `FileError`, `CacheLimitError`, `FeatureError`.
    func matrices(
        of split: Split? = nil, in store: FeatureStore, keys: [FeatureSetID: String] = [:],
        progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws -> [FeatureSetID: FeatureMatrix] {
        let wanted = sets.filter { $0.id.split == split ?? $0.id.split }
        let total = wanted.reduce(0) { $0 + $1.images.count }
        var done = 0
        var matrices: [FeatureSetID: FeatureMatrix] = [:]
        for set in wanted.sorted(by: { $0.images.count > $1.images.count }) {
            let ready = try keys[set.id].flatMap { try store.open($0, verify: false) }
            matrices[set.id] =
                if let ready { ready } else {
                    try matrix(of: set, in: store) { try progress(done + $0, total) }
                }
            done += set.images.count
        }
        return matrices
    }

    /// Opens a set of features, and computes it if it is not in the store.
    private func matrix(
        of set: FeatureImages, in store: FeatureStore, progress: (Int) throws -> Void
    ) throws -> FeatureMatrix {
        let key = try key(of: set)
        if let ready = try store.open(key, verify: true) { return ready }
        return try store.make(key, request(for: set)) { writer in
            try extractor().run(over: set.images, progress: progress) { try writer.append($0) }
        }
    }
}
