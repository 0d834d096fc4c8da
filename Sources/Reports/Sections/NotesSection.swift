import Evaluation
import Results
import Settings

/// What a careful reader should know before believing the numbers.
struct NotesSection {
    let findings: Findings
    private var results: StudyResults { findings.results }
    private var comparison: Comparison { findings.comparison }

    private static let fewImages = 100
    private static let mostStopped = 12

    var markdown: Markdown? {
        let notes =
            DataCautions(findings: findings).notes + TrainingCautions(findings: findings).notes
            + unfinished + skipped + unread + contradictions + batches + diverged + stopped
            + pruned + selection + judging + guessers
            + mismatches + unmeasurable + platforms + processors
        return notes.isEmpty
            ? nil : Markdown.section("What to keep in mind", [Markdown.bullets(notes)])
    }

    private var unfinished: [Markdown] {
        results.lock.trials.compactMap { entry in
            switch entry.state {
            case .complete:
                results.missing[entry.id].map {
                    "\(Markdown.code(entry.id)) is missing and in no figure: \(Self.line($0))."
                }
            case .planned:
                entry.stale.map {
                    "\(Markdown.code(entry.id)) is stale and in no figure: its result is of other settings, data or engine "
                        + "(\($0)); `study run` trains it again and keeps the old result."
                } ?? "\(Markdown.code(entry.id)) has not run yet and is in no figure."
            case .failed(let message):
                "\(Markdown.code(entry.id)) failed and is in no figure: \(Self.line(message))"
            }
        }
    }

    /// Settings that make little sense together.
    private var contradictions: [Markdown] { results.lock.notes.map { "Settings: \($0)." } }

    private static func line(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private var skipped: [Markdown] {
        let skipped = results.lock.dataset.skipped
        guard !skipped.isEmpty else { return [] }
        let names = Self.list(skipped.map(Markdown.code), separator: ", ")
        return [
            "\(Numbers.plural(skipped.count, "image")) could not be read and "
                + "\(skipped.count == 1 ? "was" : "were") left out: \(names)."
        ]
    }

    private var unread: [Markdown] {
        let unread = results.lock.dataset.unread
        guard !unread.isEmpty else { return [] }
        let shown = Self.list(unread.map { Markdown.code($0) }, separator: "; ")
        return [
            "The study ignores files and folders of the data set that look like images or splits: \(shown)."
        ]
    }

    /// The first five of what the lock lists whole.
    private static func list(_ items: [Markdown], separator: String) -> Markdown {
        let shown = items.prefix(5).joined(separator: separator)
        guard items.count > 5 else { return shown }
        return "\(shown)\(separator)and \(items.count - 5) more; [study.lock.json](study.lock.json) has all"
    }

    /// Batches that are not what a reader would expect of the settings.
    private var batches: [Markdown] {
        let images = results.lock.dataset.total(.train)
        let sizes = results.trials.compactMap {
            $0.record.settings["training"]?["batchSize"]?.double
        }
        var notes: [Markdown] = []
        if let largest = sizes.max(), images > 0, largest > Double(images) {
            notes.append(
                "The batch size of \(Int(largest)) is more than the \(images) training images: every epoch "
                    + "was one step on all of them.")
        }
        let partial = results.trials.filter { $0.record.leftOutPerEpoch > 0 }
        if !partial.isEmpty {
            let names = partial.map { Markdown.code($0.entry.id) }
            let shown = names.count > 6 ? "\(names.count) trials" : Numbers.list(names)
            notes.append(
                "Every epoch of \(shown) left out one training image: it would have been a batch of one, "
                    + "in which batch norm sees one value per channel.")
        }
        return notes
    }

    private var diverged: [Markdown] {
        let names = results.trials.filter(\.hasDiverged).map { Markdown.code($0.entry.id) }
        guard !names.isEmpty else { return [] }
        let shown = names.count > 6 ? "\(names.count) trials" : Numbers.list(names)
        return ["The loss of \(shown) ceased to be a finite number; the charts have gaps there."]
    }

    /// Trials that ended before their last epoch, by the patience that ended them.
    private var stopped: [Markdown] {
        let trials = results.trials.filter { $0.patienceAtEnd != nil }
        return Set(trials.compactMap(\.patienceAtEnd)).sorted().map { patience in
            let ended = trials.filter { $0.patienceAtEnd == patience }
            let names = ended.prefix(Self.mostStopped).map {
                "\(Markdown.code($0.entry.id)) after epoch \($0.epochs.count)" as Markdown
            }
            let more = ended.count - names.count
            let monitors = Set(ended.map(\.monitorUsed)).sorted().map(Markdown.code)
            return "Stopped early, \(Numbers.plural(patience, "epoch")) after the last better "
                + "\(Numbers.list(monitors)): \(names.joined(separator: ", "))"
                + (more > 0 ? " and \(more) more; see summary.csv." : ".")
        }
    }

    /// Trials that a pruning rule ended.
    private var pruned: [Markdown] {
        let ended = results.trials.compactMap { trial in
            trial.record.pruned.map { (Markdown.code(trial.entry.id), $0) }
        }
        guard !ended.isEmpty else { return [] }
        let count = "\(ended.count) of \(Numbers.plural(results.lock.trials.count, "trial"))"
        let verb = ended.count == 1 ? "was" : "were"
        let more = ended.count - Self.mostStopped
        return [
            "\(count) \(verb) stopped for doing worse than others, with fewer epochs to find a best "
                + "one in: what the tables say of them is no more than why."
        ] + ended.prefix(Self.mostStopped).map { "\($0) was \($1.text)." }
            + (more > 0 ? ["So \(more == 1 ? "was" : "were") \(more) more; see summary.csv."] : [])
    }

    /// What the choice of an epoch, and of a configuration, rests on.
    private var selection: [Markdown] {
        let wording = ChoiceWording(results, comparison.choice)
        let remedy: Markdown = wording.remedy.map { "; \($0)" as Markdown } ?? ""
        return Set(results.trials.map(\.monitorUsed)).sorted().compactMap { name -> Markdown? in
            guard let metric = MonitoredMetric(name) else {
                return results.hasValidation
                    ? nil
                    : "There is no validation split, so nothing is chosen: the last epoch of every trial counts\(remedy)."
            }
            if metric.part == .train {
                return
                    "\(Markdown.code(name)), a training figure, decided which epoch counts; it does not tell how a "
                    + "network does on other images."
            }
            let images = results.lock.dataset.total(.val)
            guard (1..<Self.fewImages).contains(images) else { return nil }
            return "There are \(Numbers.plural(images, "validation image")): one is "
                + "\(Numbers.points(1 / Double(images), decimals: 2)), and choosing an epoch on so "
                + "few is mostly noise\(remedy)."
        }
    }

    private var judging: [Markdown] {
        var notes: [Markdown] = []
        if comparison.split != .test, comparison.first != nil {
            notes.append(
                "There is no test split; the \(comparison.split.title) accuracies, on which choices "
                    + "were made, are flattered.")
        }
        if comparison.scores.count > 2, !comparison.isChosen {
            notes.append(
                "The highest of \(comparison.scores.count) is the highest on the same images that measure "
                    + "it, so its accuracy and its lead are a little flattered; the correction is for "
                    + "the number of comparisons, not for this.")
        }
        if results.hasFolds {
            notes.append(
                "Folds share most of their training images, so their results are alike, and their spread tells too little of "
                    + "how far other images would move these figures (Bengio and Grandvalet 2004).")
        }
        if !results.groups.contains(where: { $0.trials.count > 1 }), !results.groups.isEmpty {
            notes.append(
                "There is one seed: how far another one would fall from these figures is unknown.")
        }
        return notes
    }

    /// Groups that do no better than naming the largest class.
    private var guessers: [Markdown] {
        guard let baseline = results.lock.dataset.majorityBaseline(comparison.split) else {
            return []
        }
        let names = comparison.scores.filter { score in
            findings.intervals[score.group.name]?.accuracy.map { $0.lowerBound <= baseline }
                ?? false
        }.map(\.group.label)
        guard !names.isEmpty else { return [] }
        let verb = names.count == 1 ? "is" : "are"
        return [
            "\(Numbers.list(names)) \(verb) no better than always guessing "
                + "\(results.lock.dataset.majorityClass ?? "one class")."
        ]
    }

    private var mismatches: [Markdown] {
        results.trials.compactMap { trial in
            let split = comparison.split
            guard trial.predictions[split] != nil, trial.matchingPredictions(split) == nil else {
                return nil
            }
            return "The predictions of \(Markdown.code(trial.entry.id)) do not match its "
                + "\(split.title) accuracy at the best epoch in epochs.csv, and are not used."
        }
    }

    /// Trials that have no metrics because what they say is no probability.
    private var unmeasurable: [Markdown] {
        let split = comparison.split
        return results.trials.compactMap { trial in
            guard let predictions = trial.matchingPredictions(split) else { return nil }
            do {
                _ = try predictions.answers(positive: nil)
                return nil
            } catch {
                return "\(Markdown.code(trial.entry.id)) has no metrics but its accuracy and loss: "
                    + "predictions-\(split.rawValue).csv, \("\(error)" as String)."
            }
        }
    }

    private var processors: [Markdown] {
        let mixed = results.trials.filter { !$0.record.processors.isEmpty }
        guard !mixed.isEmpty else { return [] }
        let names =
            mixed.count > 6
            ? "\(mixed.count) trials" : Numbers.list(mixed.map { Markdown.code($0.entry.id) })
        let kinds = Set(mixed.flatMap(\.record.processors)).sorted()
        return [
            "Training of \(names) went on on another kind of processor than it was begun on "
                + "(\(Numbers.list(kinds))): the bits may be others than on one kind."
        ]
    }

    private var platforms: [Markdown] {
        let other = results.trials.filter { $0.record.platform != results.lock.platform }
        guard !other.isEmpty else { return [] }
        return [
            "\(Numbers.plural(other.count, "trial")) ran on another machine than the one above; "
                + "see trial.json."
        ]
    }
}
