import Analysis
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// What the networks learnt from and were measured on.
struct DataSection {
    let results: StudyResults

    private var dataset: DatasetRecord { results.lock.dataset }

    var markdown: Markdown {
        guard !dataset.classes.isEmpty else {
            return Markdown.section("Data", ["Nothing is known here of the images.", augmentation])
        }
        let splits = dataset.splits
        var rows = dataset.classes.enumerated().map { index, name in
            [Markdown(name)] + splits.map { Markdown(cell(index, $0)) }
        }
        rows.append(
            ["**images**"] + splits.map { "**\(Formatting.count(dataset.total($0)))**" as Markdown }
        )
        if let name = dataset.majorityClass {
            rows.append(
                ["always predicting \(name)"]
                    + splits.map { Markdown(Formatting.percent(dataset.majorityBaseline($0))) })
        }
        if let patients = dataset.patients, !patients.isEmpty {
            rows.append(
                ["patients"] + splits.map { Markdown(patients[$0].map(Formatting.count) ?? "–") })
        }
        let table = Markdown.table(
            ["class"] + splits.map { Markdown($0.title) }, rows: rows)
        let side = dataset.imageSize
        let phantom = dataset.isPhantom ? " The images are phantoms that the program drew." : ""
        return Markdown.section(
            "Data",
            [
                """
                \(Markdown.code(dataset.path)), seen at \(side) × \(side) pixels; fingerprint \
                \(Markdown.code(String(dataset.fingerprint.prefix(12)))).\(phantom)
                """, ofFirst, table, patients, positive, notes, augmentation, sampling,
            ])
    }

    /// What the table says where trials differ in their images.
    private var ofFirst: Markdown? {
        guard results.variesData else { return nil }
        let known = [Split.val, .test].filter {
            results.imageCounts($0) != nil && !results.hasCountsOfFirstOnly($0)
        }
        let measured: Markdown =
            known.isEmpty
            ? ""
            : " By their predictions, trials were measured on \(Formatting.list(known.map { results.images($0) }))."
        return
            "Trials differ in their images; the counts are those of the first configuration.\(measured)"
    }

    /// One line where nothing says which images are of one patient.
    private var patients: Markdown? {
        guard let patients = dataset.patients, patients.isEmpty else { return nil }
        let setting = Markdown.code("dataset.groupPattern")
        return
            "Patients: nothing says which images are of one patient; \(setting) can say what of a file's name does."
    }

    private var positive: Markdown? {
        guard dataset.classes.count == 2, let positive = dataset.positiveClass else { return nil }
        let setting = Markdown.code("dataset.positiveClass")
        guard !isPositiveSet, PositiveClass.known(dataset.classes) == positive else {
            return "The positive class is \(positive) (\(setting))."
        }
        return
            "The positive class is \(positive), as for every set of \(Formatting.list(dataset.classes)); \(setting) changes it."
    }

    /// Whether the study says which class is positive.
    private var isPositiveSet: Bool {
        results.lock.study["dataset"]?["positiveClass"]?.text != nil
            || results.trials.contains { $0.record.settings.dataset?.positiveClass != nil }
    }

    /// What the images' files say that the networks do not see.
    private var notes: Markdown? {
        dataset.notes.isEmpty ? nil : Markdown.bullets(dataset.notes.map { "\($0)." })
    }

    /// The kinds of augmentation, of each trial.
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
            "Training images are augmented \(names), drawn anew in every epoch; training loss and accuracy are of "
            + "images as they are then. \(evaluated) images are never augmented."
    }

    private var evaluated: String {
        let titles = dataset.splits.filter { $0 != .train }.map(\.title)
        let text = Formatting.list(titles.isEmpty ? ["other"] : titles)
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private var sampling: Markdown? {
        let samplers = results.trials.map(\.record.settings.training?.sampler?.kind)
        guard samplers.contains("balanced") else { return nil }
        let some = Set(samplers).count > 1 ? "In some trials an" : "An"
        return
            "\(some) epoch draws all classes equally often, so training loss and accuracy are of balanced classes."
    }

    private func cell(_ index: Int, _ split: Split) -> String {
        guard let counts = dataset.counts[split], counts.indices.contains(index) else { return "–" }
        let share = Double(counts[index]) / Double(dataset.total(split))
        return "\(Formatting.count(counts[index])) (\(Formatting.percent(share)))"
    }
}
