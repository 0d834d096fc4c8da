import Datasets
import Evaluation
import Inference
import Phantom
package import Studies
import Training
import Vocabulary

extension Catalog {
    /// All kinds of networks, schedules, optimizers and other parts that this program supports,
    /// with their settings.
    package static let all = {
        var catalog = Catalog.models
        catalog.schedules = Schedules.all.descriptions
        catalog.optimizers = Optimizers.all.descriptions
        catalog.losses = Losses.all.descriptions
        catalog.multilabelLosses = Losses.multilabel
        catalog.augmentations = Augmentations.all.descriptions
        catalog.samplers = Samplers.all.descriptions
        catalog.splitRules = SplitRules.all.descriptions
        catalog.phantom = SyntheticXRays.settings
        catalog.metrics = MonitoredMetric.names
        catalog.pruningRules = PruningRules.all.descriptions
        return catalog
    }()
}
