package import Vocabulary

/// The kinds and names that a study file may use. It is built from the registries; reading a study
/// needs nothing else of them.
package struct Catalog: Sendable {
    /// The kinds of networks.
    package var networks: [KindDescription]
    /// The kinds of heads.
    package var heads: [KindDescription]
    /// The kinds of schedules.
    package var schedules: [KindDescription] = []
    /// The kinds of optimizers.
    package var optimizers: [KindDescription] = []
    /// The kinds of losses.
    package var losses: [KindDescription] = []
    /// The names of the losses of several labels, the default first; the others are for classes
    /// that exclude each other.
    package var multilabelLosses: [String] = []
    /// The kinds of augmentations.
    package var augmentations: [KindDescription] = []
    /// The rules that stop poor trials early.
    package var pruningRules: [KindDescription] = []
    /// The rules that choose the training images of an epoch.
    package var samplers: [KindDescription] = []
    /// The rules that divide the images of a data set into train, val and test.
    package var splitRules: [KindDescription] = []
    /// The settings of the synthetic X-rays (phantoms).
    package var phantom: [Setting] = []
    /// The accepted values of `training.monitor`; the first is the default.
    package var metrics = ["none"]

    package init(networks: [KindDescription], heads: [KindDescription]) {
        self.networks = networks
        self.heads = heads
    }

    /// A family of kinds of a catalog.
    struct Family: Sendable {
        /// The name of a member of the family in messages.
        let noun: String
        let kinds: any KeyPath<Catalog, [KindDescription]> & Sendable
        /// The kind to use if the setting is absent; nil: the setting is required.
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
