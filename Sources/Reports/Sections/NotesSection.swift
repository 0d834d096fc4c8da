import Analysis
import Evaluation
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The notes that limit the conclusions from the results: on the data, the training, the choice and
/// the comparison.
struct NotesSection {
    let analysis: StudyAnalysis
    private var results: StudyResults { analysis.results }
    private var comparison: Comparison { analysis.comparison }

    private static let fewImages = 100
    private static let mostStopped = 12
    private static let mostSets = 4

    var markdown: Markdown? {
        let all: [[Markdown]] = [
            DataCautions(analysis: analysis).notes, TrainingCautions(analysis: analysis).notes,
            unfinished, skipped, unread, contradictions, batches, diverged, stopped, pruned,
            selection, ties, sameNetworks, judging, constants, mismatches, unmeasurable, platforms,
            processors,
        ]
        let notes = all.flatMap { $0 }
        return notes.isEmpty
            ? nil : Markdown.section("What to keep in mind", [Markdown.bullets(notes)])
    }

    private var unfinished: [Markdown] {
        results.lock.trials.compactMap { entry in
            switch entry.state {
            case .complete:
                results.missing[entry.id].map {
                    "\(Markdown.code(entry.id)) is left out because its files are missing or damaged: \(Self.line($0))."
                }
            case .planned:
                entry.stale.map {
                    "\(Markdown.code(entry.id)) is left out because its result is stale: settings, data or engine have changed "
                        + "(\($0)). `study run` trains it again and keeps the old result."
                } ?? "\(Markdown.code(entry.id)) is left out because it has not run yet."
            case .failed(let message):
                "\(Markdown.code(entry.id)) is left out because it failed: \(Self.line(message))"
            }
        }
    }

    /// Settings that contradict each other.
    private var contradictions: [Markdown] { results.lock.notes.map { "Settings: \($0)." } }

    private static func line(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private var skipped: [Markdown] {
        let skipped = results.lock.dataset.skipped
        guard !skipped.isEmpty else { return [] }
        let names = Self.list(skipped.map(Markdown.code), separator: ", ")
        return [
            "\(Formatting.plural(skipped.count, "image")) could not be read and "
                + "\(skipped.count == 1 ? "was" : "were") left out: \(names)."
        ]
    }

    private var unread: [Markdown] {
        let unread = results.lock.dataset.unread
        guard !unread.isEmpty else { return [] }
        let shown = Self.list(unread.map { Markdown.code($0) }, separator: "; ")
        return [
            "Some files and folders of the data set look like images or splits but were not read: \(shown)."
        ]
    }

    /// The first five items, with a reference to the lock file, which lists all of them.
    private static func list(_ items: [Markdown], separator: String) -> Markdown {
        let shown = items.prefix(5).joined(separator: separator)
        guard items.count > 5 else { return shown }
        let lock: Markdown = "[study.lock.json](study.lock.json)"
        return "\(shown)\(separator)and \(items.count - 5) more; \(lock) lists all of them"
    }

    /// The notes on minibatches that differ from the setting.
    private var batches: [Markdown] {
        let images = results.lock.dataset.total(.train)
        let ofFirst = results.ofFirst
        let sizes = results.trials.compactMap { $0.record.settings.batchSize }
        var notes: [Markdown] = []
        if let largest = sizes.max(), images > 0, largest > images {
            notes.append(
                "The batch size of \(largest) is larger than the number of training images (\(images)\(ofFirst)), so every "
                    + "epoch was one step on all of them.")
        }
        let partial = results.trials.filter { $0.record.leftOutPerEpoch > 0 }
        if !partial.isEmpty {
            let names = partial.map { Markdown.code($0.entry.id) }
            let shown = names.count > 6 ? "\(names.count) trials" : Formatting.list(names)
            notes.append(
                "Every epoch of \(shown) left out one training image, because it would have been a minibatch of one image, "
                    + "for which batch normalization is not defined.")
        }
        return notes
    }

    private var diverged: [Markdown] {
        let names = results.trials.filter(\.hasDiverged).map { Markdown.code($0.entry.id) }
        guard !names.isEmpty else { return [] }
        let shown = names.count > 6 ? "\(names.count) trials" : Formatting.list(names)
        return [
            "The training of \(shown) diverged: the loss was not a finite number any more. The charts have gaps there."
        ]
    }

    /// The notes on trials that ended before their last epoch, one for each patience setting.
    private var stopped: [Markdown] {
        let trials = results.trials.filter { $0.patienceAtEnd != nil }
        return Set(trials.compactMap(\.patienceAtEnd)).sorted().map { patience in
            let ended = trials.filter { $0.patienceAtEnd == patience }
            let names = ended.prefix(Self.mostStopped).map {
                "\(Markdown.code($0.entry.id)) after epoch \($0.epochs.count)" as Markdown
            }
            let more = ended.count - names.count
            let monitors = Set(ended.map(\.monitorUsed)).sorted().map(Markdown.code)
            return
                "Early stopping ended trials that had not improved \(Formatting.list(monitors)) for "
                + "\(Formatting.plural(patience, "epoch")): \(names.joined(separator: ", "))"
                + (more > 0 ? " and \(more) more; see summary.csv." : ".")
        }
    }

    /// The notes on trials that a pruning rule ended.
    private var pruned: [Markdown] {
        let ended = results.trials.compactMap { trial in
            trial.record.pruned.map { (Markdown.code(trial.entry.id), $0) }
        }
        guard !ended.isEmpty else { return [] }
        let count = "\(ended.count) of \(Formatting.plural(results.lock.trials.count, "trial"))"
        let verb = ended.count == 1 ? "was" : "were"
        let more = ended.count - Self.mostStopped
        return [
            "\(count) \(verb) pruned: stopped early because other trials were better. Their best epoch is the best of fewer "
                + "epochs, so their results show why they were stopped and are not comparable with the others."
        ] + ended.prefix(Self.mostStopped).map { "\($0) was \($1.text)." }
            + (more > 0
                ? [
                    "\(more) more \(more == 1 ? "trial was" : "trials were") pruned; see summary.csv."
                ]
                : [])
    }

    /// The notes on the data that decided which epoch and which configuration count.
    private var selection: [Markdown] {
        let wording = ChoiceWording(results, comparison.choice)
        let remedy: Markdown = wording.remedy.map { "; \($0)" as Markdown } ?? ""
        return Set(results.trials.map(\.monitorUsed)).sorted().compactMap { name -> Markdown? in
            guard let metric = MonitoredMetric(name) else {
                return results.hasValidation
                    ? nil
                    : "There is no validation split, so nothing is chosen and the last epoch of every trial counts\(remedy)."
            }
            if metric.part == .train {
                return
                    "\(Markdown.code(name)), a metric of the training images, decided which epoch counts. It does not "
                    + "measure how well a network classifies other images."
            }
            let images = results.imageCounts(.val)?.lowerBound ?? 0
            guard (1..<Self.fewImages).contains(images) else { return nil }
            let verb = images == 1 ? "is" : "are"
            return "There \(verb) only \(results.images(.val)), so one image is "
                + "\(Formatting.points(1 / Double(images), decimals: 2)) of accuracy, and the choice of an epoch is mostly "
                + "noise\(remedy)."
        }
    }

    /// The note on trials in which several epochs have the best value of the monitored metric.
    private var ties: [Markdown] { EpochWording.tieNote(results).map { [$0] } ?? [] }

    /// The note on trials of different configurations whose best checkpoints are identical.
    private var sameNetworks: [Markdown] {
        var order: [String] = []
        var trials: [String: [TrialResult]] = [:]
        for trial in results.trials {
            guard let digest = trial.entry.files["best.safetensors"] else { continue }
            if trials[digest] == nil { order.append(digest) }
            trials[digest, default: []].append(trial)
        }
        let same = order.compactMap { trials[$0] }.filter { Set($0.map(\.entry.group)).count > 1 }
        guard !same.isEmpty else { return [] }
        let sets = same.prefix(Self.mostSets).map { members in
            Formatting.list(members.map { Markdown.code($0.entry.id) })
        }
        let more = same.count > sets.count ? "; \(same.count - sets.count) more such sets" : ""
        return [
            "Some trials of different configurations have the same weights, bit for bit "
                + "(\(sets.joined(separator: "; "))\(more)): up to the epoch that counts, their settings make no "
                + "difference."
        ]
    }

    private var judging: [Markdown] {
        var notes: [Markdown] = []
        if comparison.first != nil, let note = withoutTest { notes.append(note) }
        if comparison.scores.count > 2, !comparison.isChosen {
            notes.append(
                "The highest of \(comparison.scores.count) configurations was found on the same images on which its accuracy "
                    + "is reported, so this accuracy and the differences from the others are biased upwards. The correction "
                    + "for the number of comparisons does not remove this bias.")
        }
        if results.hasFolds {
            notes.append(
                "Folds share most of their training images, so their results are correlated, and their spread tends to underestimate "
                    + "how much the results would change with other images (Bengio and Grandvalet 2004)."
            )
        }
        if !results.groups.contains(where: { $0.trials.count > 1 }), !results.groups.isEmpty {
            notes.append(
                "There is one seed, so it is unknown how much another seed would change the results."
            )
        }
        return notes
    }

    /// The note on results on validation or training images; nil if there are test images.
    private var withoutTest: Markdown? {
        switch comparison.split {
        case .test: return nil
        case .train:
            return
                "There is no validation and no test split. Training accuracies, which are computed while the network learns, "
                + "say nothing about other images."
        case .val:
            let isOfEpoch = results.trials.contains {
                $0.hasChosenEpoch && MonitoredMetric($0.monitorUsed)?.part == .val
            }
            let isOfConfiguration =
                comparison.isChosen && comparison.scores.count > 1
                && comparison.choice.metric?.part == .val
            let chosen =
                (isOfEpoch ? ["the epoch that counts"] : [])
                + (isOfConfiguration ? ["the configuration"] : [])
            guard !chosen.isEmpty else {
                return "There is no test split: the results are those of the validation images."
            }
            let verb = chosen.count == 1 ? "was" : "were"
            return
                "There is no test split: \(Formatting.list(chosen)) \(verb) chosen on the same validation images on which "
                + "the results are reported, so validation accuracies are biased upwards."
        }
    }

    /// The notes on configurations that are not better than predicting one class for every image.
    private var constants: [Markdown] {
        [
            constant(
                .notSignificant, "is not distinguishable from", "are not distinguishable from"),
            constant(.below, "is significantly worse than", "are significantly worse than"),
        ].compactMap { $0 }
    }

    private func constant(
        _ verdict: ConstantTest.Verdict, _ one: String, _ several: String
    ) -> Markdown? {
        let found = analysis.constantTests.filter {
            $0.probability != nil && $0.verdict == verdict
        }
        let values = found.compactMap(\.probability)
        guard let predicted = found.first?.predicted, let least = values.min(),
            let most = values.max()
        else { return nil }
        let correction = analysis.constantTests.count > 1 ? "corrected " : ""
        let p: String
        if found.count == 1 {
            p = correction + Formatting.pValue(least)
        } else if verdict == .notSignificant {
            p = "all \(correction)p >= \(Formatting.probability(least))"
        } else {
            p = "all \(correction)p \(most < 0.001 ? "" : "<= ")\(Formatting.probability(most))"
        }
        let names =
            found.count > Self.mostStopped
            ? Formatting.plural(found.count, "configuration") : Formatting.list(found.map(\.label))
        return "\(names) \(found.count == 1 ? one : several) always predicting \(predicted) (\(p))."
    }

    private var mismatches: [Markdown] {
        results.trials.compactMap { trial in
            let split = comparison.split
            guard trial.predictions[split] != nil, trial.matchingPredictions(split) == nil else {
                return nil
            }
            return
                "The predictions of \(Markdown.code(trial.entry.id)) are not used, because they do not match its "
                + "\(split.title) accuracy at the best epoch in epochs.csv."
        }
    }

    /// The notes on trials without metrics because their predictions are not probabilities.
    private var unmeasurable: [Markdown] {
        let split = comparison.split
        return results.trials.compactMap { trial in
            guard let predictions = trial.matchingPredictions(split) else { return nil }
            do {
                _ = try predictions.weighted(positive: nil)
                return nil
            } catch {
                return "\(Markdown.code(trial.entry.id)) has no metrics except accuracy and loss: "
                    + "predictions-\(split.rawValue).csv, \("\(error)" as String)."
            }
        }
    }

    private var processors: [Markdown] {
        let mixed = results.trials.filter { !$0.record.processors.isEmpty }
        guard !mixed.isEmpty else { return [] }
        let names =
            mixed.count > 6
            ? "\(mixed.count) trials" : Formatting.list(mixed.map { Markdown.code($0.entry.id) })
        let kinds = Set(mixed.flatMap(\.record.processors)).sorted()
        let (verb, whose) = mixed.count == 1 ? ("was", "its") : ("were", "their")
        return [
            "\(names) \(verb) resumed on a different processor model (\(Formatting.list(kinds))): \(whose) "
                + "results may not be reproducible bit for bit."
        ]
    }

    private var platforms: [Markdown] {
        let other = results.trials.filter { $0.record.platform != results.lock.platform }
        // In a comparison of studies, the table of differences names the machines.
        guard !other.isEmpty, !results.isUnion else { return [] }
        return [
            "\(Formatting.plural(other.count, "trial")) ran on a different machine than the one in How it was run; see the "
                + "trial.json of each trial."
        ]
    }
}
