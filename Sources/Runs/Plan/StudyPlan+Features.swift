package import Datasets
package import Engine
package import JSON
package import Networks
package import Results
package import Studies
package import Tensors
package import Training
package import Vocabulary

/// The features that trials of a plan share.
package struct FeatureSet {
    let front: FrozenFront
    /// The images that they are of.
    let inputs: [FeatureInput]
    /// The trials that train on them, by id.
    package fileprivate(set) var trials: [String]
    /// The key of the features of each input, by its name.
    package let keys: [String: String]
    /// Whether training images are not among the inputs, for their features are computed anew in
    /// every epoch.
    package let passesTraining: Bool

    /// For people, such as `vgg16 before classifier.1, 224 px`.
    package var title: String { front.title }
    /// Images of all splits, each view of one counted.
    package var images: Int { inputs.reduce(0) { $0 + $1.images.count } }
    /// Augmented views of each training image; 0: images as they are, if any.
    package var views: Int { inputs.count { $0.view != nil } }

    fileprivate init(_ front: FrozenFront, _ inputs: [FeatureInput]) {
        self.front = front
        self.inputs = inputs
        trials = []
        keys = Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, front.key(of: $0)) })
        passesTraining = !inputs.contains { $0.split == .train }
    }

    /// Whether all of them are in the store.
    package func isReady(in store: FeatureStore) -> Bool {
        keys.values.allSatisfy { ((try? store.open($0, verify: false)) ?? nil) != nil }
    }

    /// That they take in the cache.
    package var bytes: Int {
        inputs.reduce(0) { $0 + front.request(for: $1).byteCount }
    }
}

extension StudyPlan {
    /// The features that `entries` train on, once each.
    /// - Parameters:
    ///   - device: the device, with the kernels to run on.
    ///   - progress: called with the network that is being compiled.
    /// - Throws: `ShapeError`, `EngineError`, `UnsupportedSetting`.
    package func featureSets(
        of entries: [Entry], on device: any Device, progress: (String) -> Void = { _ in }
    ) throws -> [FeatureSet] {
        struct Frozen: Hashable {
            var dataset: DatasetSettings
            var network: NetworkSettings
            /// Decides the frozen parameters that no checkpoint gives, and augmented views.
            var seed: UInt64?
            /// Decides what views are mixed with.
            var sampler: Configuration?
        }
        let checkpoints = Checkpoints()
        var sets: [FeatureSet] = []
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
                let front = try FrozenFront(
                    settings, classes: entry.data.dataset.classes.count,
                    parameters: TrialStart(settings, entry.data, checkpoints: checkpoints)
                        .parameters,
                    on: device, threads: entry.threads)
                guard let front else { continue }
                let set = FeatureSet(front, try entry.data.featureInputs(settings))
                // Another head, or another place of the same file, has the same features.
                let same = sets.firstIndex { $0.keys == set.keys }
                known[frozen] = same ?? sets.count
                if same == nil { sets.append(set) }
            }
            if let index = known[frozen] { sets[index].trials.append(entry.trial.id) }
        }
        return sets
    }

    /// The entries in groups of those that train together: their heads read the same features in
    /// the same batches, which is most of what such a step does. Each job gets its share of a
    /// group.
    package static func groups(of entries: [Entry], jobs: Int) -> [[Entry]] {
        struct Shared: Hashable {
            var dataset: DatasetSettings
            var network: NetworkSettings
            var seed: UInt64
            var batchSize: Int
            var shuffle: Bool
            var sampler: Configuration?
            var threads: Int
            var state: State
        }
        var places: [Shared: Int] = [:]
        var groups: [[Entry]] = []
        for entry in entries {
            let settings = entry.trial.settings
            let shared = Shared(
                dataset: settings.dataset, network: settings.network, seed: settings.seed,
                batchSize: settings.training.batchSize, shuffle: settings.training.shuffle,
                sampler: settings.training.sampler, threads: entry.threads,
                state: entry.resumes ? entry.state : .new)
            let isAlone = settings.network.train != .head || settings.network.unfreezeAt != nil
            if !isAlone, let place = places[shared] {
                groups[place].append(entry)
            } else {
                places[shared] = groups.count
                groups.append([entry])
            }
        }
        return groups.flatMap { group in
            let share = 1 + (group.count - 1) / jobs
            return stride(from: 0, to: group.count, by: share).map {
                Array(group[$0..<min($0 + share, group.count)])
            }
        }
    }
}
