import Datasets
import Evaluation
import Images
import JSON
import Results
import Studies
import Training
import Vocabulary

/// The training that results from a trial's settings on its data. It is equal for trials whose
/// settings differ without effect.
struct EffectiveTraining {
    /// The key of a training. Trainings with different keys differ; if the keys are equal, only the
    /// curves can differ.
    struct Key: Hashable {
        /// The digest of the data, the checkpoint and all settings that have an effect.
        let digest: String
        let structure: NetworkStructure
        /// The learning rates of about a thousand steps at most; empty if the metric can change
        /// them.
        let rates: [Double]
    }

    let entry: StudyPlan.Entry
    let key: Key
    private let curve: RateCurve?

    /// - Parameter structure: the structure of the trial's network.
    /// - Throws: an error of the schedule for invalid settings.
    init(_ entry: StudyPlan.Entry, _ structure: NetworkStructure) throws {
        self.entry = entry
        var settings = entry.effectiveSettings(structure)
        let optimizer = settings.training.optimizer.values
        curve = try RateCurve(
            settings, head: optimizer.number("learningRate"),
            backbone: optimizer.optionalNumber("backboneLearningRate"),
            stepsPerEpoch: entry.batches.steps)
        if curve != nil {
            // The curve replaces the schedule and the base rates.
            settings.schedule = Configuration(kind: "", values: SettingValues([:]))
            for name in ["learningRate", "backboneLearningRate"] {
                settings.training.optimizer.values.values[name] = .null
            }
        }
        key = Key(
            digest: TrialKey.key(
                RecordedSettings(settings.withoutNetwork), fingerprint: entry.data.fingerprint,
                weights: entry.weights?.sha256),
            structure: structure, rates: curve?.sampledRates ?? [])
    }

    /// True if the training is the same as another one.
    /// - Parameter other: a training with the same key.
    func isSame(as other: EffectiveTraining) -> Bool {
        guard let curve, let otherCurve = other.curve else {
            return curve == nil && other.curve == nil
        }
        return curve.isSame(as: otherCurve)
    }
}

extension TrialSettings {
    /// The settings without those that `NetworkStructure` describes.
    fileprivate var withoutNetwork: TrialSettings {
        var settings = self
        let nothing = Configuration(kind: "", values: SettingValues([:]))
        settings.network.configuration = nothing
        settings.network.head = nothing
        settings.network.train = .all
        settings.network.unfreezeEpoch = nil
        return settings
    }
}

extension StudyPlan.Entry {
    /// The trial's settings; each setting without effect on the data has a fixed value.
    fileprivate func effectiveSettings(_ structure: NetworkStructure) -> TrialSettings {
        var settings = trial.settings
        settings.dataset = effectiveDataset(structure)
        settings.training = effectiveTraining(structure)
        if !structure.isFrozen { settings.network.featurePrecision = .float32 }
        settings.schedule = trial.settings.effectiveSchedule
        return settings
    }

    private func effectiveDataset(_ structure: NetworkStructure) -> DatasetSettings {
        var dataset = trial.settings.dataset
        // The fingerprint covers all images of each split, and all of them could be read.
        dataset.limit = [:]
        dataset.onBadImage = .stop
        dataset.positiveClass = data.positiveClass
        dataset.normalize = .values(data.normalization.numbers)
        if let views = dataset.views {
            dataset.views = structure.isFrozen ? min(views, trial.settings.frozenEpochs) : nil
        }
        return dataset
    }

    private func effectiveTraining(_ structure: NetworkStructure) -> TrainingSettings {
        var training = trial.settings.training
        training.batchSize = batches.size
        training.accumulate = min(training.accumulate, max(1, batches.count))
        if let patience = training.patience, patience >= training.epochs - 1 {
            training.patience = nil
        }
        // A single epoch is the best one whatever the metric.
        if training.epochs == 1 { training.monitor = MonitoredMetric.none }
        training.loss = effectiveLoss
        let values = training.optimizer.values
        if !structure.trainsBackbone
            || values.optionalNumber("backboneLearningRate") == values.number("learningRate")
        {
            training.optimizer.values.values["backboneLearningRate"] = .null
        }
        if training.optimizer.kind == AdamW.kind, values.number("weightDecay") == 0 {
            training.optimizer.kind = Adam.kind
            training.optimizer.values.values[Setting.decayNormsAndBiases.name] = nil
        }
        return training
    }

    private var effectiveLoss: Configuration {
        var loss = trial.settings.training.loss
        if loss.kind == Focal.kind, loss.values.number("gamma") == 0 {
            loss.kind = CrossEntropy.kind
            loss.values.values["gamma"] = nil
        }
        if loss.values.optionalNumber("labelSmoothing") == 0 {
            loss.values.values["labelSmoothing"] = .null
        }
        if case .classes(let counts) = data.trainCounts,
            counts.allSatisfy({ $0 > 0 && $0 == counts[0] })
        {
            loss.values.values["classWeights"] = "none"
        }
        return loss
    }
}

extension TrialSettings {
    /// The number of epochs in which a part of the network is frozen, if one is.
    var frozenEpochs: Int { min(network.unfreezeEpoch ?? training.epochs, training.epochs) }

    /// The schedule without settings that have no effect.
    fileprivate var effectiveSchedule: Configuration {
        var schedule = schedule
        if (Warmup(schedule.values)?.epochs ?? 0) == 0 {
            schedule.values.values[Warmup.setting.name] = .null
            if schedule.kind == Plateau.kind {
                schedule.values.values[Schedules.interval.name] = "epoch"
            }
        }
        return schedule
    }
}
