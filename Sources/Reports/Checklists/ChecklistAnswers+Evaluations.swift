import Analysis
import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// The answers about evaluations on other images than those of the study.
extension ChecklistAnswers {
    private static let mostEvaluations = 6

    /// The evaluations on images that had no part in the training, the choices or the test.
    private var external: [Evaluation] { evaluations.filter(\.isOfOtherImages) }

    /// The sentences on evaluations that do not count.
    private var notCounted: [Markdown] {
        let shared = evaluations.filter { !$0.isOfOtherImages }.map { Markdown.code($0.name) }
        let own: [Markdown] =
            shared.isEmpty
            ? []
            : ["Not counted, because they contain images of the study: \(Formatting.list(shared))."]
        let left = omitted.map { Markdown.code($0) }
        return own
            + (left.isEmpty
                ? []
                : [
                    "Not counted, because they are outdated or damaged: \(Formatting.list(left)). \(Markdown.code("study evaluate")) makes them again."
                ])
    }

    /// The results on other images; whether they are external is for the authors to say.
    var externalTesting: ChecklistAnswer {
        guard !external.isEmpty else {
            return ChecklistAnswer(
                found: [],
                open: notCounted + [
                    "Results on images from elsewhere, or why there are none: this folder has no such evaluation (\(Markdown.code("study evaluate")))."
                ])
        }
        let shown = external.prefix(Self.mostEvaluations)
        let more: [Markdown] =
            external.count > shown.count
            ? ["\(external.count - shown.count) more are in [report.md](report.md)."] : []
        return ChecklistAnswer(
            found: shown.map(result) + more,
            open: notCounted + [
                "Whether these images come from another institution, device or time, and from other patients: the folder does not record it."
            ])
    }

    private func result(_ evaluation: Evaluation) -> Markdown {
        let record = evaluation.record
        let counts =
            Self.list(record.images.counts, of: record.classes).map { " (\($0))" } ?? ""
        let patients =
            record.images.patients.map { " of \(Formatting.plural($0, "patient"))" } ?? ""
        let shown: [any Metric] = [
            Accuracy(), Sensitivity(), Specificity(), AreaUnderROC(), CalibrationError(),
        ]
        let figures =
            Self.list(shown, of: record.metrics).map {
                ": \($0), with 95% intervals over \(record.unit)"
            } ?? ""
        let copies =
            record.overlaps == nil
            ? " The images of the study were not available, so copies of them would not have been noticed."
            : " No file is identical to an image of the study."
        return
            "\(Markdown.code(evaluation.name)): \(Formatting.plural(record.images.total, "image"))\(patients) of \(Markdown.code(record.images.path))\(counts)\(figures).\(copies)"
    }

    /// The performance in subgroups of images.
    var subgroups: ChecklistAnswer {
        let own: [(title: Markdown, record: Subgroups)] =
            analysis.subgroups.map { [(Markdown("The test images"), $0.subgroups)] } ?? []
        let others = evaluations.compactMap { evaluation in
            evaluation.record.subgroups.map {
                (title: "Evaluation \(Markdown.code(evaluation.name))" as Markdown, record: $0)
            }
        }
        let found = (own + others).map { title, record -> Markdown in
            let attributes = Formatting.list(record.attributes.map(\.attribute))
            let small = record.subgroups.count(where: \.isTooSmall)
            let clear = record.all.filter { $0.figures.values.contains(where: \.isSignificant) }
            let different =
                clear.isEmpty
                ? "no subgroup differs significantly from the rest"
                : "significantly different from the rest: \(Formatting.list(clear.map(\.name)))"
            let tested =
                record.tests == 0
                ? "no difference could be tested"
                : "\(different) (\(Formatting.plural(record.tests, "test")), Holm's method)"
            return
                "\(title): \(Formatting.plural(record.subgroups.count, "subgroup")) by \(attributes), \(Formatting.count(small)) of them too small for any metric; \(tested)."
        }
        return found.isEmpty
            ? .open(
                analysis.subgroupOmission.map { "Performance in subgroups of patients: \($0)." }
                    ?? "Performance in subgroups of patients, such as sex and age: this folder has none."
            )
            : ChecklistAnswer(
                found: found,
                open: ["Whether further groups of patients matter, and what is done for fairness."])
    }

    /// The differences between the images of an evaluation and those of the study.
    var differencesOfData: ChecklistAnswer {
        let authors: Markdown =
            "Differences in setting, eligibility, devices and reference standard between the images of the training and of the evaluation."
        let found = external.prefix(Self.mostEvaluations).compactMap { evaluation -> Markdown? in
            let record = evaluation.record
            guard let shift = record.shift else { return nil }
            let parts = [
                record.positiveClass.flatMap { positive in
                    record.prevalence.flatMap { here in
                        shift.prevalence.map { there in
                            "\(Formatting.percent(here)) of the images are \(positive), and \(Formatting.percent(there)) of the \(shift.split.title) images"
                        }
                    }
                },
                Self.list([Accuracy(), AreaUnderROC()], of: shift.metrics).map {
                    "on the \(shift.split.title) images the model has \($0)"
                },
            ].compactMap { $0 }
            return parts.isEmpty
                ? nil : "\(Markdown.code(evaluation.name)): \(parts.joined(separator: "; "))."
        }
        return ChecklistAnswer(
            found: found, open: external.isEmpty ? externalTesting.open : [authors])
    }

    /// Whether a model was changed because of an evaluation.
    var modelUpdating: ChecklistAnswer {
        guard !evaluations.isEmpty else {
            return .open(
                "Whether the model was updated after an evaluation: this folder has no evaluation on other data."
            )
        }
        let decided = evaluations.filter {
            $0.record.calibration != nil || $0.record.threshold?.images != nil
        }.map { Markdown.code($0.name) }
        let decisions: Markdown =
            decided.isEmpty
            ? ""
            : " Calibrations and thresholds of \(Formatting.list(decided)) were chosen on validation images."
        return .found(
            "No weights were updated: the evaluated checkpoints are those of the training (same SHA-256), and the program fits nothing on evaluated images.\(decisions)"
        )
    }

    /// The results side by side, as far as sets of images are clusters.
    var heterogeneity: ChecklistAnswer {
        guard !external.isEmpty else {
            return .open(
                "Whether performance differs between clusters, such as hospitals: this folder has no evaluation on other images."
            )
        }
        return performance + externalTesting
    }
}
