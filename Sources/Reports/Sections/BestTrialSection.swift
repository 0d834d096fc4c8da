import Evaluation
import Results

/// What one trial of the first configuration takes for what, and every metric of its answers.
struct BestTrialSection {
    let findings: Findings
    let gallery: ChartGallery

    private static let mostClasses = 12
    private static let fewImages = 100

    private var comparison: Comparison { findings.comparison }

    var markdown: Markdown? {
        guard let trial = comparison.bestTrial,
            let predictions = trial.matchingPredictions(comparison.split),
            predictions.classes.count <= Self.mostClasses
        else { return nil }
        let split = comparison.split
        let file = "trials/\(trial.entry.id)/predictions-\(split.rawValue).csv"
        return Markdown.section(
            "One trial's answers",
            [
                """
                \(Markdown.code(trial.entry.id))\(origin), at epoch \(trial.record.bestEpoch), on \
                the \(Numbers.plural(predictions.rows.count, "\(split.title) image")) \
                (\(Markdown.link(Markdown(file), to: file))).
                """,
                matrix(predictions),
                findings.answers[trial.entry.id]?[split].map {
                    metrics($0, predictions.classes, trial)
                },
            ] + gallery.figures(.bestTrial))
    }

    /// Why it is this trial.
    private var origin: Markdown {
        guard let first = comparison.first else { return "" }
        let which =
            comparison.isChosen
            ? "the chosen configuration"
            : "the configuration with the highest \(comparison.split.title) accuracy, for none is chosen"
        let configuration: Markdown =
            comparison.scores.count > 1 ? " of \(first.group.label), \(which)" : ""
        guard first.group.trials.count > 1 else {
            return configuration.isEmpty ? "" : ", the trial\(configuration)"
        }
        guard let metric = comparison.choice.metric else {
            return ", the first trial\(configuration)"
        }
        return ", the trial\(configuration), with the best \(Markdown.code(metric.name))"
    }

    private func matrix(_ predictions: Predictions) -> Markdown {
        let classes = predictions.classes
        let rows = classes.map { label -> [Markdown] in
            let own = predictions.rows.filter { $0.label == label }
            let right = own.count(where: \.isRight)
            let figures =
                classes.map { name in Numbers.count(own.count { $0.predicted == name }) }
                + [own.isEmpty ? "–" : Numbers.percent(Double(right) / Double(own.count))]
            return ["is \(label)"] + figures.map { Markdown($0) }
        }
        return Markdown.table(
            [""] + classes.map { "called \($0)" as Markdown } + ["right"], rows: rows)
    }

    /// All metrics with their intervals; of two classes also at the threshold that validation fixed, of more by class.
    private func metrics(
        _ answers: Answers, _ classes: [String], _ trial: TrialResult
    ) -> Markdown {
        let resampling = findings.resampling
        let measures = Measures.all.filter { !$0.isOfPositiveClass || answers.hasPositive }
        // The same samples as everywhere else, so that one figure has one interval.
        let intervals = resampling.bootstrap.intervals { weights in
            let drawn = answers.weighted(by: resampling.weights(weights, of: trial.entry.id))
            return measures.map { $0.value(drawn) }
        }
        let threshold =
            answers.isBinary && comparison.split == .test ? findings.threshold(trial) : nil
        let decided = threshold.map { answers.decided(at: $0.value) }
        let columns = answers.isBinary ? [] : Array(classes.indices)
        let rows = zip(measures, intervals).map { measure, interval -> [Markdown] in
            let format = Figure(measure, interval)
            let figures =
                [measure.title, format.text(measure.value(answers)), format.text(interval)]
                + (decided.map { decided in
                    [measure.isOfDecisions ? format.text(measure.value(decided)) : ""]
                } ?? [])
                + columns.map { format.text(measure.value(answers, of: $0)) }
            return figures.map { Markdown($0) }
        }
        let header: [Markdown] =
            ["metric", answers.isBinary ? "value" : "of all", "95% over \(findings.unit)"]
            + (threshold.map { ["at threshold \(Numbers.fixed($0.value, 3))"] } ?? [])
            + columns.map { Markdown(classes[$0]) }
        let intro: Markdown =
            answers.isBinary
            ? positiveIntro(answers, classes)
            : "Of one class against the rest, and the mean over the classes"
        let table: Markdown = "\(intro):\n\n\(Markdown.table(header, rows: rows))"
        return threshold.map { "\(table)\n\n\(note($0))" } ?? table
    }

    private func positiveIntro(_ answers: Answers, _ classes: [String]) -> Markdown {
        guard let positive = answers.positive else {
            return "Metrics that do not depend on which class is the positive one"
        }
        return
            "With \(classes[positive]) as the positive class, named where its probability is the larger one"
    }

    private func note(_ threshold: Threshold) -> Markdown {
        let images = findings.results.lock.dataset.total(.val)
        let few =
            (1..<Self.fewImages).contains(images)
            ? " So few images fix no threshold well: take that column as an example." : ""
        return "The threshold \(Numbers.fixed(threshold.value, 3)) is the one with the greatest "
            + "sensitivity + specificity on the \(Numbers.plural(images, "validation image")); no test "
            + "image had a say in it.\(few)"
    }
}

/// How a measure's values are written: shares in percent, with the digits that their interval leaves.
private struct Figure {
    let isShare: Bool
    let decimals: Int

    init(_ measure: any Measure, _ interval: ClosedRange<Double>?) {
        isShare = measure.isShare
        let width = interval.map { $0.upperBound - $0.lowerBound } ?? 0
        decimals =
            width > 0
            ? Numbers.decimals(error: (isShare ? 100 : 1) * width / 3.92) : isShare ? 1 : 3
    }

    func text(_ value: Double?) -> String {
        guard let value else { return "–" }
        return isShare
            ? Numbers.percent(value, decimals: decimals) : Numbers.fixed(value, decimals)
    }

    func text(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(text($0.lowerBound)) to \(text($0.upperBound))" } ?? "–"
    }
}
