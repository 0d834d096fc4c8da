import Analysis
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The images that the networks were trained and evaluated on.
struct DataSection {
    let results: StudyResults

    private var dataset: DatasetRecord { results.lock.dataset }

    var markdown: Markdown {
        guard !dataset.classes.isEmpty else {
            return Markdown.section("Data", ["The images are not recorded.", augmentation])
        }
        let splits = dataset.splits
        var rows = dataset.classes.enumerated().map { index, name in
            [Markdown(name)] + splits.map { Markdown(cell(index, $0)) }
        }
        rows.append(
            ["*images*"] + splits.map { "**\(Formatting.count(dataset.total($0)))**" as Markdown }
        )
        if let name = dataset.majorityClass {
            rows.append(
                ["*always predicting \(name)*"]
                    + splits.map { Markdown(Formatting.percent(dataset.majorityBaseline($0))) })
        }
        if let patients = dataset.patients, !patients.isEmpty {
            rows.append(
                ["*patients*"] + splits.map { Markdown(patients[$0].map(Formatting.count) ?? "–") })
        }
        let table = Markdown.table(
            ["class"] + splits.map { Markdown($0.title) }, rows: rows)
        let side = dataset.imageSize
        let phantom =
            dataset.isPhantom
            ? " The images are synthetic X-rays (phantoms) that the program drew." : ""
        return Markdown.section(
            "Data",
            [
                """
                Folder: \(Markdown.code(dataset.path)); input of the networks: \(side) × \(side) pixels; \
                fingerprint of the files: \(Markdown.code(String(dataset.fingerprint.prefix(12)))).\(phantom)
                """, ofFirst, table, patients, positive, notes, augmentation, sampling,
            ])
    }

    /// The note on the counts of the table if trials differ in their images; otherwise nil.
    private var ofFirst: Markdown? {
        guard results.variesData else { return nil }
        let known = [Split.val, .test].filter {
            results.imageCounts($0) != nil && !results.hasCountsOfFirstOnly($0)
        }
        let evaluated: Markdown =
            known.isEmpty
            ? ""
            : " According to their predictions, trials were evaluated on \(Formatting.list(known.map { results.images($0) }))."
        return
            "Trials differ in their images; the counts are those of the first configuration.\(evaluated)"
    }

    /// The note on unknown patients; nil if they are known or not recorded.
    private var patients: Markdown? {
        guard let patients = dataset.patients, patients.isEmpty else { return nil }
        if results.trials.contains(where: { $0.record.settings.dataset?.table != nil }) {
            return
                "Patients are unknown. If the table has a column of patients, set \(Markdown.code("dataset.table.group"))."
        }
        let setting = Markdown.code("dataset.groupPattern")
        return
            "Patients are unknown. If file names contain the patient, set \(setting) to a pattern that finds it."
    }

    private var positive: Markdown? {
        guard dataset.classes.count == 2, let positive = dataset.positiveClass else { return nil }
        let setting = Markdown.code("dataset.positiveClass")
        guard !isPositiveSet, PositiveClass.known(dataset.classes) == positive else {
            return "The positive class is \(positive) (\(setting))."
        }
        return
            "The positive class is \(positive), the default for data sets of \(Formatting.list(dataset.classes)); set \(setting) to change it."
    }

    /// Whether the study sets the positive class.
    private var isPositiveSet: Bool {
        results.lock.study["dataset"]?["positiveClass"]?.text != nil
            || results.trials.contains { $0.record.settings.dataset?.positiveClass != nil }
    }

    /// The notes on the image files, such as an orientation that is not applied; nil without any.
    private var notes: Markdown? {
        dataset.notes.isEmpty ? nil : Markdown.bullets(dataset.notes.map { "\($0)." })
    }

    /// The kinds of augmentation of each trial.
    private var augmentations: [[String]] {
        results.trials.map { trial in
            (trial.record.settings.dataset?.augment ?? []).map(\.kind)
        }
    }

    private var augmentation: Markdown? {
        let all = Set(augmentations)
        guard let kinds = augmentations.first(where: { !$0.isEmpty }) else { return nil }
        let names: Markdown =
            all.count > 1
            ? "in ways that differ between trials (see Settings)"
            : "by \(Formatting.list(kinds.map(Markdown.code)))"
        return
            "Training images are augmented \(names), with new random values in every epoch; training loss and accuracy are "
            + "computed on the augmented images. \(evaluated) images are never augmented."
    }

    private var evaluated: String {
        let titles = dataset.splits.filter { $0 != .train }.map(\.title)
        let text = Formatting.list(titles.isEmpty ? ["other"] : titles)
        return text.capitalizedFirst
    }

    private var sampling: Markdown? {
        let samplers = results.trials.map(\.record.settings.training?.sampler?.kind)
        guard samplers.contains("balanced") else { return nil }
        let trials = Set(samplers).count > 1 ? "In some trials, an" : "An"
        return
            "\(trials) epoch draws all classes equally often, so training loss and accuracy are those of balanced classes."
    }

    private func cell(_ index: Int, _ split: Split) -> String {
        guard let counts = dataset.counts[split], counts.indices.contains(index) else { return "–" }
        let fraction = Double(counts[index]) / Double(dataset.total(split))
        return "\(Formatting.count(counts[index])) (\(Formatting.percent(fraction)))"
    }
}
