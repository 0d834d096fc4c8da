import Analysis
import Evaluation
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The answers about the networks, their training and the choices among them.
extension ChecklistAnswers {
    // MARK: - Network

    /// The network, its input and its output.
    var network: ChecklistAnswer {
        guard isOwn else {
            let kinds = distinct(\.record.network)
            return kinds.isEmpty
                ? unknownSettings
                : .found("Network: \(Self.alternatives(kinds)).")
                    + .open("Its layers, input and output: another program trained it.")
        }
        let names = distinct { trial in
            trial.record.settings.network.map {
                SettingLeaves.labeled($0.configuration.kind, $0.architecture)
            }
        }
        let sides = distinct { trial in
            trial.record.settings.dataset.map { "\($0.crop) × \($0.crop) pixels" }
        }
        return .found(
            "Network: \(Self.alternatives(names)). Input: one image of \(Self.alternatives(sides)) in three channels. Output: a probability for each class (\(classNames)), which sum to 1."
        )
    }

    /// The initial weights and the trained layers.
    var initialization: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        let names = CheckpointNames(results)
        let starts = results.trials.map { trial -> Markdown in
            let network = trial.record.settings.network
            let part = StartSection.trained(network?.train ?? .all, network?.unfreezeEpoch)
            let start: Markdown =
                if let weights = trial.record.weights {
                    "checkpoint \(StartSection.start(weights, names.name(of: trial) ?? weights.file))"
                } else if let name = network?.weights {
                    "checkpoint \(Markdown.code(name)), without a recorded digest"
                } else {
                    "random values from the seed of the trial"
                }
            return "\(start); trained: \(part)"
        }.unique
        let isOther = results.trials.contains {
            let name = $0.record.settings.network?.weights
            return name != nil && name != "imagenet"
        }
        return ChecklistAnswer(
            found: ["Initial weights: \(Self.alternatives(starts))."],
            open: isOther ? ["What the checkpoints were trained on, and where they come from."] : []
        )
    }

    // MARK: - Training

    /// The settings of the training.
    var training: ChecklistAnswer {
        guard isOwn else { return otherTraining }
        func training(_ value: @escaping (TrainingSettings) -> String?) -> Markdown {
            Self.alternatives(distinct { $0.record.settings.training.flatMap(value) })
        }
        func labeled(_ configuration: Configuration) -> String {
            SettingLeaves.labeled(configuration.kind, configuration.json)
        }
        let schedules = distinct { trial in
            trial.record.settings.value(at: "schedule").map {
                SettingLeaves.labeled($0["kind"]?.text ?? "none", $0)
            }
        }
        let seeds = distinct { "\($0.entry.seed)" }
        let parts: [Markdown] = [
            "optimizer: \(training { labeled($0.optimizer) })",
            "schedule of the learning rate: \(Self.alternatives(schedules))",
            "loss: \(training { labeled($0.loss) })", "epochs: \(training { "\($0.epochs)" })",
            "images of a minibatch: \(training { "\($0.batchSize)" })",
            "precision: \(training { $0.precision.rawValue })",
            "early stopping: \(training { $0.patience.map { "after \($0) epochs without improvement" } ?? "none" })",
            "pruning of poor trials: \(training { $0.pruning.map(labeled) ?? "none" })",
            "\(seeds.count == 1 ? "seed" : "seeds"): \(Formatting.list(seeds))",
        ]
        let ofUpdates: [Markdown] = updates.map { "\($0.name): \(training($0.value))" }
        let all = (parts + ofUpdates).joined(separator: "; ")
        return ChecklistAnswer(found: ["Training: \(all)."] + augmentation.found)
    }

    /// The settings of the updates that any trial has.
    private var updates: [(name: String, value: (TrainingSettings) -> String?)] {
        let all = results.trials.compactMap(\.record.settings.training)
        var found: [(name: String, value: (TrainingSettings) -> String?)] = []
        if all.contains(where: { $0.accumulate > 1 }) {
            found.append(("minibatches of a step", { "\($0.accumulate)" }))
        }
        if all.contains(where: { $0.clipNorm != nil }) {
            found.append(
                (
                    "maximum norm of the gradient",
                    { $0.clipNorm.map { JSONValue.text(of: $0) } ?? "none" }
                ))
        }
        if all.contains(where: { $0.ema != nil }) {
            found.append(
                (
                    "decay of the moving average of the weights",
                    { $0.ema.map { JSONValue.text(of: $0) } ?? "none" }
                ))
        }
        return found
    }

    /// The settings that another program has recorded.
    private var otherTraining: ChecklistAnswer {
        let recorded = distinct { trial in
            let leaves = SettingLeaves.all(trial.record.settings.json).map {
                "\($0.name) \($0.value)"
            }
            return leaves.isEmpty ? nil : leaves.joined(separator: ", ")
        }
        return recorded.isEmpty
            ? unknownSettings
            : .found("Recorded by the program that trained: \(Self.alternatives(recorded)).")
                + .open("Everything else about the training.")
    }

    /// How the epoch and the configuration were chosen.
    var selection: ChecklistAnswer {
        guard !results.trials.isEmpty else { return unknownSettings }
        let wording = ChoiceWording(results, comparison.choice)
        let epoch: Markdown = "Results are those \(EpochWording(results).phrase)."
        let configuration: Markdown =
            results.groups.count == 1
            ? "There is one configuration, so none was chosen."
            : "Configuration: \(wording.line)."
        guard isOwn else {
            return .found(epoch, configuration)
                + .open("Whether test images had a part in a choice of the other program.")
        }
        let measured: Markdown =
            comparison.split == .test
            ? "Test images have no part in these choices."
            : "There is no test split: the results are on the \(comparison.split.title) images, on which choices were made."
        return ChecklistAnswer(
            found: [epoch, configuration, measured],
            open: comparison.split == .test
                ? [] : ["Results on images that had no part in any choice."])
    }

    /// The ensembles of the study and among the evaluations.
    var ensembles: ChecklistAnswer {
        guard !results.trials.isEmpty else { return unknownSettings }
        var found: [Markdown] = []
        if let first = analysis.ensembles.first {
            let gain = first.accuracy
            found.append(
                "An ensemble is the mean of the probabilities of the \(results.repeatNoun)s of a configuration: with \(first.ensemble.label) (\(Formatting.plural(first.ensemble.members.count, "trial"))), its \(comparison.split.title) accuracy is \(Formatting.percent(gain.ensemble)), that of its members \(Formatting.percent(gain.members)) on average. All are in the section Ensembles of [report.md](report.md)."
            )
        }
        for evaluation in evaluations where evaluation.record.model.count > 1 {
            let members = Formatting.list(evaluation.record.model.map { Markdown.code($0.id) })
            found.append(
                "Evaluation \(Markdown.code(evaluation.name)): the mean of the probabilities of \(members)."
            )
        }
        return found.isEmpty
            ? .found("This folder has no ensemble: every result is of single trials.")
            : ChecklistAnswer(found: found)
    }

    /// The input of the network.
    var predictors: ChecklistAnswer {
        isOwn
            ? .found(
                "The only predictor is the image: no clinical data enter the network, and nothing was selected before."
            )
            : unknownSettings
    }

    /// The data about a patient, apart from the image, that the network gets.
    var blinding: ChecklistAnswer {
        isOwn
            ? .found(
                "The network reads the pixels only: neither clinical data nor the reference standard of an image that it classifies. Pixels can contain text or markers."
            )
            : unknownSettings
    }

    // MARK: - Output

    /// How an image gets its class, and the thresholds.
    var decisions: ChecklistAnswer {
        guard let trial = comparison.bestTrial, let predictions else {
            return .open("How classes follow from the output: no predictions are recorded.")
        }
        var found: [Markdown] = [
            "The output is a probability for each class; the most probable class is predicted."
        ]
        if predictions.isBinary, let positive = analysis.positiveClass {
            found.append("The positive class is \(positive).")
            if comparison.split == .test, let threshold = analysis.threshold(trial) {
                let value = Formatting.fixed(threshold.value, 3)
                found.append(
                    "Metrics are also given at the threshold \(value) of \(Markdown.code(trial.entry.id)), which maximizes sensitivity + specificity (Youden's index) on the validation images, so it was fixed before the test."
                )
            }
        }
        found += evaluations.compactMap { evaluation in
            evaluation.record.threshold.map { threshold in
                let source =
                    threshold.images.map {
                        "chosen on \(Formatting.plural($0, "validation image"))"
                    }
                    ?? "given"
                return
                    "Evaluation \(Markdown.code(evaluation.name)): threshold \(Formatting.fixed(threshold.value, 3)) (\(threshold.rule), \(source))."
            }
        }
        return ChecklistAnswer(found: found, open: ["The clinical reason for the threshold."])
    }

    /// How images are handled that get no clear result.
    var indeterminate: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        let abstaining = evaluations.compactMap { evaluation in
            evaluation.record.abstention.map {
                "Evaluation \(Markdown.code(evaluation.name)) abstains if a prediction is uncertain: \(Formatting.count($0.covered)) of \(Formatting.plural(evaluation.record.images.total, "image")) are classified."
                    as Markdown
            }
        }
        let all: Markdown =
            abstaining.isEmpty
            ? "The index test gives a class for every image that can be read."
            : "Without abstention, the index test gives a class for every image that can be read."
        return ChecklistAnswer(found: [all] + abstaining)
    }

    /// How the predictions of the results were computed.
    var predictionMethod: ChecklistAnswer {
        guard isOwn, let trial = comparison.bestTrial else { return unknownSettings }
        let digest = trial.entry.files["best.safetensors"]
        let checkpoint: Markdown =
            digest.map {
                "the checkpoint of epoch \(trial.record.bestEpoch) of \(Markdown.code(trial.entry.id)) (SHA-256 \(Markdown.code(String($0.prefix(12)))))"
            } ?? "the checkpoint of epoch \(trial.record.bestEpoch)"
        return .found(
            "Predictions are the softmax of the outputs of \(checkpoint), on images prepared as in the training and never augmented. \(Markdown.code("study predict")) computes them for new images."
        )
    }
}
