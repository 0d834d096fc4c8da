package import JSON
package import Vocabulary

/// The settings that decide the result of a trial.
package struct TrialSettings: Sendable, Hashable {
    /// The images and their preprocessing.
    package var dataset: DatasetSettings
    /// The length of training, the optimizer, the loss and the number of threads.
    package var training: TrainingSettings
    /// The network, its initial weights and the layers to train.
    package var network: NetworkSettings
    /// The schedule of the learning rate.
    package var schedule: Configuration
    /// The seed of all random numbers of the trial.
    package var seed: UInt64

    /// All settings, including defaults, always in the same order, so that equal settings give
    /// equal text.
    package var json: JSONValue {
        [
            "dataset": .object(dataset.members), "training": .object(training.members),
            "network": network.json, "schedule": schedule.json, "seed": .number(Double(seed)),
        ]
    }

    /// Reads settings that `json` has written.
    /// - Parameter file: the name of the file in errors.
    /// - Throws: all errors in the settings, such as a kind that the catalog does not have.
    package init(
        json: JSONValue, catalog: Catalog, file: String = "trial.json"
    ) throws(StudyErrors) {
        self = try TrialReader.read(json, catalog: catalog, file: file) { $0.trial($1) }
    }

    init(
        dataset: DatasetSettings, training: TrainingSettings, network: NetworkSettings,
        schedule: Configuration, seed: UInt64
    ) {
        self.dataset = dataset
        self.training = training
        self.network = network
        self.schedule = schedule
        self.seed = seed
    }
}

extension Configuration {
    /// The kind and its settings, sorted by name.
    package var json: JSONValue {
        let settings = values.values.sorted { $0.key < $1.key }
        return .object(
            [JSONValue.Member("kind", .string(kind))] + settings.map { .init($0.key, $0.value) })
    }
}
