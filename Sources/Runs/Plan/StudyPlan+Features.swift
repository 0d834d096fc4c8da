import Datasets
package import Engine
import JSON
import Networks
package import Results
import Studies
import Tensors
package import Training
import Vocabulary

/// Stored features that several trials of a plan use.
package struct SharedFeatures {
    let features: FrozenFeatures
    /// The trials that train on them, by id.
    package fileprivate(set) var trials: [String] = []
    /// The key of each set in the cache.
    package let keys: [FeatureSetID: String]
    /// The size of all sets in the cache, in bytes.
    package let bytes: Int

    /// A description for people, such as `vgg16 before classifier.1, 224 px`.
    package var title: String { features.title }
    /// The number of images of all splits, each view of an image counted.
    package var images: Int { features.sets.reduce(0) { $0 + $1.images.count } }
    /// The number of augmented views of each training image; 0 if none are kept.
    package var views: Int { features.sets.count { $0.id.view != nil } }
    /// True if the features of training images are not stored but recomputed in every epoch.
    package var passesTraining: Bool { !features.sets.contains { $0.id.split == .train } }

    /// Compiles the backbone, on which the keys depend.
    fileprivate init(_ features: FrozenFeatures) throws {
        self.features = features
        var keys: [FeatureSetID: String] = [:]
        var bytes = 0
        for set in features.sets {
            keys[set.id] = try features.key(of: set)
            bytes += try features.request(for: set).byteCount
        }
        (self.keys, self.bytes) = (keys, bytes)
    }

    /// True if all features are in the cache.
    package func isReady(in store: FeatureStore) -> Bool {
        keys.values.allSatisfy { ((try? store.open($0, verify: false)) ?? nil) != nil }
    }
}

extension StudyPlan {
    /// The stored features that `entries` train on, once each.
    /// - Parameters:
    ///   - device: the device, with the kernels to run on.
    ///   - progress: called with the network that is being compiled.
    /// - Throws: `ShapeError`, `EngineError`, `UnsupportedSetting`.
    package func sharedFeatures(
        of entries: [Entry], on device: any Device, progress: (String) -> Void = { _ in }
    ) throws -> [SharedFeatures] {
        struct Frozen: Hashable {
            var dataset: DatasetSettings
            var network: NetworkSettings
            /// The seed, if random initialization or augmentation depends on it.
            var seed: UInt64?
            /// The sampler, which determines the images with which augmented views are mixed.
            var sampler: Configuration?
        }
        let checkpoints = Checkpoints()
        var shared: [SharedFeatures] = []
        var known: [Frozen: Int] = [:]
        for entry in entries where entry.trial.settings.network.train != .all {
            let settings = entry.trial.settings
            let frozen = Frozen(
                dataset: settings.dataset, network: settings.network,
                seed: settings.network.weights == nil || settings.isAugmented
                    ? settings.seed : nil,
                sampler: settings.training.sampler)
            if known[frozen] == nil {
                progress(settings.network.configuration.kind)
                let start = try TrialStart(settings, entry.data, checkpoints: checkpoints)
                let features = try FrozenFeatures(
                    settings, entry.data, start, on: device, threads: entry.threads)
                guard let features else { continue }
                let found = try SharedFeatures(features)
                // Networks with different heads, or with copies of the same checkpoint, have the
                // same features.
                let same = shared.firstIndex { $0.keys == found.keys }
                known[frozen] = same ?? shared.count
                if same == nil { shared.append(found) }
            }
            if let index = known[frozen] { shared[index].trials.append(entry.trial.id) }
        }
        return shared
    }

    /// Divides entries into groups that train together: heads on the same features in the same
    /// minibatches, so that the features of a minibatch are read once for all heads. A group is
    /// divided evenly among the jobs.
    /// - Parameter jobs: the number of jobs that train at the same time.
    package static func groups(of entries: [Entry], jobs: Int) -> [[Entry]] {
        struct Shared: Hashable {
            var dataset: DatasetSettings
            var network: NetworkSettings
            var seed: UInt64
            var batchSize: Int
            var accumulate: Int
            var shuffle: Bool
            var sampler: Configuration?
            var threads: Int
            var state: State
        }
        var indices: [Shared: Int] = [:]
        var groups: [[Entry]] = []
        for entry in entries {
            let settings = entry.trial.settings
            let shared = Shared(
                dataset: settings.dataset, network: settings.network, seed: settings.seed,
                batchSize: settings.training.batchSize, accumulate: settings.training.accumulate,
                shuffle: settings.training.shuffle,
                sampler: settings.training.sampler, threads: entry.threads,
                state: entry.resumes ? entry.state : .new)
            let isAlone = settings.network.train != .head || settings.network.unfreezeEpoch != nil
            if !isAlone, let index = indices[shared] {
                groups[index].append(entry)
            } else {
                indices[shared] = groups.count
                groups.append([entry])
            }
        }
        return groups.flatMap { group in
            let size = 1 + (group.count - 1) / jobs
            return stride(from: 0, to: group.count, by: size).map {
                Array(group[$0..<min($0 + size, group.count)])
            }
        }
    }
}
