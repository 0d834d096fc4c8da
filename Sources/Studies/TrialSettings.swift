package import JSON
package import Vocabulary

/// All that decides a trial's outcome.
package struct TrialSettings: Sendable, Hashable {
    /// The images and how they are cut.
    package var dataset: DatasetSettings
    /// How long, with what, on how many threads.
    package var training: TrainingSettings
    /// The network, the weights that it starts from, and the part of it that trains.
    package var network: NetworkSettings
    /// How the learning rate goes.
    package var schedule: Configuration
    /// What all random numbers of the trial are drawn from.
    package var seed: UInt64

    /// All settings, defaults included, always in the same order: equal settings give equal text.
    package var json: JSONValue {
        [
            "dataset": .object(dataset.members), "training": .object(training.members),
            "network": network.json, "schedule": schedule.json, "seed": .number(Double(seed)),
        ]
    }

    /// Reads what `json` writes.
    /// - Parameter file: the name that errors give.
    /// - Throws: all that is wrong with it, such as a kind that the catalog does not have.
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
    /// The kind, then its settings by name.
    package var json: JSONValue {
        let settings = values.values.sorted { $0.key < $1.key }
        return .object(
            [JSONValue.Member("kind", .string(kind))] + settings.map { .init($0.key, $0.value) })
    }
}
