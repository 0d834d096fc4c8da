package import Vocabulary

/// All that a study file may name. It is made from the registries; reading a study needs nothing
/// else of them.
package struct Catalog: Sendable {
    package var networks: [KindDescription]
    package var heads: [KindDescription]
    package var schedules: [KindDescription] = []
    package var optimizers: [KindDescription] = []
    package var losses: [KindDescription] = []
    package var augmentations: [KindDescription] = []
    /// What stops trials that do worse than others.
    package var pruningRules: [KindDescription] = []
    /// Which training images an epoch visits.
    package var samplers: [KindDescription] = []
    /// How a data set is shared out to train, val and test.
    package var splitRules: [KindDescription] = []
    /// The settings of the phantom data set.
    package var phantom: [Setting] = []
    /// What `training.monitor` may be, the default first.
    package var metrics = ["none"]
    /// What `training.precision` may name, the default first.
    package var precisions = ["fp32"]

    package init(networks: [KindDescription], heads: [KindDescription]) {
        self.networks = networks
        self.heads = heads
    }

    /// A family of kinds of a catalog.
    struct Family: Sendable {
        /// The word for one of the family in messages.
        let noun: String
        let kinds: any KeyPath<Catalog, [KindDescription]> & Sendable
        /// The kind that stands for an absent setting; nil: the setting is required.
        let fallback: String?

        init(
            _ noun: String, _ kinds: any KeyPath<Catalog, [KindDescription]> & Sendable,
            fallback: String? = nil
        ) {
            self.noun = noun
            self.kinds = kinds
            self.fallback = fallback
        }

        static let network = Family("network", \.networks)
        static let head = Family("head", \.heads, fallback: "torchvision")
        static let schedule = Family("schedule", \.schedules, fallback: "constant")
        static let optimizer = Family("optimizer", \.optimizers)
        static let loss = Family("loss", \.losses, fallback: "crossEntropy")
        static let pruningRule = Family("pruning rule", \.pruningRules)
        static let augmentation = Family("augmentation", \.augmentations)
        static let sampler = Family("sampler", \.samplers)
        static let split = Family("split", \.splitRules, fallback: "official")
    }
}
