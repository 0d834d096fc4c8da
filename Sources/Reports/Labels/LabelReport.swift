import Analysis
import Evaluation
import Foundation
import Markup
import Plotting
import Results
import Tensors
import Terminal
import Vocabulary

/// The text of `report.md` of a study whose images can have several labels, made from its results
/// alone.
struct LabelReport {
    let analysis: LabelAnalysis
    /// True if the chart of the labels is drawn.
    let hasChart: Bool
    /// True if the folder has the researcher's text.
    let hasText: Bool
    /// The evaluations on other data.
    var evaluations = LabelEvaluationsSection(items: [])

    private var results: StudyResults { analysis.results }
    private var dataset: DatasetRecord { results.lock.dataset }

    /// The whole report.
    var markdown: String {
        let question = results.lock.question.trimmingCharacters(in: .whitespacesAndNewlines)
        let sections: [Markdown?] = [
            .heading(1, Markdown(results.lock.title)),
            question.isEmpty ? nil : Markdown(source: question), choice, warning, text,
            configurations,
            LabelTables(analysis: analysis, hasChart: hasChart).markdown,
            LabelCooccurrence(analysis: analysis).markdown, evaluations.markdown, data,
            StartSection(results: results).markdown, SettingsSection(results: results).markdown,
            RunSection(results: results).markdown,
            ReproduceSection(lock: results.lock).markdown,
        ]
        return sections.compactMap { $0 }.joined(separator: "\n\n").source + "\n"
    }

    /// The sentence on the chosen configuration.
    private var choice: Markdown {
        guard let trial = analysis.trial else { return "No trial is complete yet." }
        let (choice, label) = (analysis.choice, results.label(trial.entry))
        let name = choice.metric.map { Markdown.code($0.name) } ?? "the monitored metric"
        let why: Markdown
        if !choice.winners.isEmpty {
            why =
                results.groups.count > 1
                ? "has the best mean of \(name) and is chosen" : "is the only configuration"
        } else if choice.candidates.isEmpty {
            why = "is the first configuration; nothing is chosen, since no metric is monitored"
        } else {
            why =
                "has the best mean of \(name), but validation does not decide between the configurations"
        }
        return
            "**Answer.** Configuration \(label) \(why). The images can have several labels, each with a probability of its own; \(Markdown.code("accuracy")) in the files of this study is the fraction of images whose labels are all predicted correctly at a threshold of 0.5."
    }

    /// The note on the researcher's text, which this report does not contain.
    private var text: Markdown? {
        guard hasText else { return nil }
        return
            "Your text (\(Markdown.code("narrative.md"))) is not part of this report: its placeholders are those of classes that exclude each other."
    }

    private var warning: Markdown {
        dataset.isPhantom
            ? "> **Synthetic X-rays (phantoms).** The program drew these images. No number in this report applies to real X-rays."
            : "> **For research, not for diagnosis.** The metrics are those on images from the source of the training images."
    }

    /// The table of the configurations.
    private var configurations: Markdown? {
        guard !results.groups.isEmpty else { return nil }
        let metric = analysis.choice.metric
        let shown: [any Metric] = [AreaUnderROC(), AveragePrecision()]
        let rows = results.groups.map { group -> [Markdown] in
            let candidate = analysis.choice.candidates.first { $0.group.name == group.name }
            return [
                Markdown(group.label), Markdown(String(group.trials.count)),
                Markdown(text(candidate?.values ?? [])),
            ] + shown.map { Markdown(text(analysis.macros($0, of: group))) }
        }
        let title = analysis.split.title
        let header: [Markdown] =
            ["configuration", "trials", Markdown(metric?.title ?? "monitored metric")]
            + shown.map { "\($0.title), \(title) (macro)" }
        return Markdown.section(
            "Configurations",
            [
                Markdown.table(header, rows: rows),
                "Means over the trials of a configuration, with the standard deviation; \"macro\": the mean over the labels that have positive and negative images.",
            ])
    }

    private func text(_ values: [Double]) -> String {
        guard let mean = Statistics.mean(values), mean.isFinite else { return "–" }
        return Formatting.fixed(mean, 3)
            + (Statistics.std(values).map { " ± \(Formatting.fixed($0, 3))" } ?? "")
    }

    /// The images of each split, and the positive and ignored ones of each label.
    private var data: Markdown {
        let splits = dataset.splits
        var rows = dataset.classes.enumerated().map { label, name in
            [Markdown(name)] + splits.map { Markdown(cell(label, $0)) }
        }
        rows.append(
            ["*images*"] + splits.map { "**\(Formatting.count(dataset.total($0)))**" as Markdown })
        if let patients = dataset.patients, !patients.isEmpty {
            rows.append(
                ["*patients*"] + splits.map { Markdown(patients[$0].map(Formatting.count) ?? "–") })
        }
        let skipped: Markdown? =
            dataset.skipped.isEmpty
            ? nil
            : Markdown.bullets(dataset.skipped.prefix(20).map { "left out: \($0)" })
        return Markdown.section(
            "Data",
            [
                "Folder: \(Markdown.code(dataset.path)); input of the networks: \(dataset.imageSize) × \(dataset.imageSize) pixels; fingerprint of the files: \(Markdown.code(String(dataset.fingerprint.prefix(12)))).",
                Markdown.table(["label"] + splits.map { Markdown($0.title) }, rows: rows),
                "Positive images of each label, with their fraction of the images whose label is known; in parentheses the number of images for which it is ignored.",
                dataset.notes.isEmpty ? nil : Markdown.bullets(dataset.notes.map { "\($0)." }),
                skipped,
            ])
    }

    private func cell(_ label: Int, _ split: Split) -> String {
        guard let counts = dataset.labelCounts[split], counts.indices.contains(label) else {
            return "–"
        }
        let own = counts[label]
        let fraction =
            own.known > 0
            ? ", \(Formatting.percent(Double(own.positive) / Double(own.known)))" : ""
        let ignored = own.ignored > 0 ? " (\(Formatting.count(own.ignored)) ignored)" : ""
        return Formatting.count(own.positive) + fraction + ignored
    }
}
