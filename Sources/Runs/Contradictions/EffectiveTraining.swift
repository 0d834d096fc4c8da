import Datasets
import Evaluation
import Images
import JSON
import Results
import Studies
import Training
import Vocabulary

/// What a trial's training comes to on its data: the same for trials whose settings differ in vain.
struct EffectiveTraining {
    /// Equal for trainings that can be the same; those without a curve then are.
    struct Key: Hashable {
        /// The digest of all settings that have an effect, the data and the checkpoint.
        let digest: String
        let structure: NetworkStructure
        /// At most about a thousand steps' learning rates; empty where the metric can change them.
        let rates: [Double]
    }

    let entry: StudyPlan.Entry
    let key: Key
    private let curve: RateCurve?

    init(_ entry: StudyPlan.Entry, _ structure: NetworkStructure) throws {
        self.entry = entry
        var settings = entry.effectiveSettings(structure)
        let optimizer = settings.training.optimizer.values
        curve = try RateCurve(
            settings, head: optimizer.number("learningRate"),
            backbone: optimizer.optionalNumber("backboneLearningRate"),
            stepsPerEpoch: entry.batches.steps)
        if curve != nil {
            // The rates say all that these do.
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

    /// - Parameter other: with the same key.
    func isSame(as other: EffectiveTraining) -> Bool {
        guard let curve, let otherCurve = other.curve else {
            return curve == nil && other.curve == nil
        }
        return curve.isSame(as: otherCurve)
    }
}

extension TrialSettings {
    /// The settings without those that the network's structure says.
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
    /// The trial's settings, with what has no effect on these data set to one value.
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
        // The fingerprint has every image of each split, and all of them could be read.
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
        if let patience = training.patience, patience >= training.epochs - 1 {
            training.patience = nil
        }
        // Of one epoch, that one counts.
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
        let counts = data.trainCounts
        if counts.allSatisfy({ $0 > 0 && $0 == counts[0] }) {
            loss.values.values["classWeights"] = "none"
        }
        return loss
    }
}

extension TrialSettings {
    /// Epochs in which the frozen part of the network is frozen.
    var frozenEpochs: Int { min(network.unfreezeEpoch ?? training.epochs, training.epochs) }

    /// The schedule, without what says in vain when its rate changes.
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
