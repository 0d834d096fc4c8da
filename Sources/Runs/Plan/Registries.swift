import Datasets
import Evaluation
import Networks
import Phantom
package import Studies
import Training
import Vocabulary

extension Catalog {
    /// All kinds that this program has, from their registries.
    package static let all = Catalog(
        networks: NetworkRegistry.descriptions,
        heads: Heads.all.descriptions,
        schedules: Schedules.all.descriptions, optimizers: Optimizers.all.descriptions,
        losses: Losses.all.descriptions, augmentations: Augmentations.all.descriptions,
        samplers: Samplers.all.descriptions,
        splitRules: SplitRules.all.descriptions, phantom: SyntheticXRays.settings,
        metrics: MonitoredMetric.names,
        pruningRules: PruningRules.all.descriptions)
}
