import Datasets
import Evaluation
import Networks
import Settings
package import Studies
import Training

extension Catalog {
    /// All kinds that this program has, from their registries.
    package static let all = Catalog(
        networks: Networks.descriptions,
        heads: Heads.all.descriptions,
        schedules: Schedules.all.descriptions, optimizers: Optimizers.all.descriptions,
        losses: Losses.all.descriptions, augmentations: Augmentations.all.descriptions,
        samplers: Samplers.all.descriptions,
        splitRules: SplitRules.all.descriptions, phantom: Phantom.settings,
        metrics: MonitoredMetric.names,
        pruningRules: PruningRules.all.descriptions)
}
