import Analysis
import Markup
import Plotting
import Results

/// The subgroups of the study's own test images.
struct SubgroupsSection {
    let analysis: StudyAnalysis
    let gallery: ChartGallery

    var markdown: Markdown? {
        guard let found = analysis.subgroups else {
            return analysis.subgroupOmission.map { reason in
                Markdown.section("Subgroups", ["Left out: \(reason)."])
            }
        }
        let dataset = analysis.results.lock.dataset
        let text = SubgroupsText(
            subgroups: found.subgroups, classes: dataset.classes,
            positive: analysis.positiveClass, counts: found.counts, patients: found.patients,
            unit: found.unit, hasThreshold: found.hasThreshold)
        return Markdown.section(
            "Subgroups",
            [
                "The test images of \(Markdown.code(found.trial.entry.id)) by the attributes that the study names. Nothing was chosen by subgroup.",
                text.markdown,
            ] + gallery.figures(.subgroups))
    }
}
