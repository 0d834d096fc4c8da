import Analysis
import Markup
import Plotting
import Results
import Vocabulary

/// The predictions of all configurations: curves and matrices.
struct PredictionsSection {
    let findings: Findings
    let gallery: ChartGallery

    var markdown: Markdown? {
        let figures = gallery.figures(.predictions)
        guard !figures.isEmpty else { return nil }
        let intro: Markdown =
            "From the probabilities of every image \(EpochWording(findings.results).phrase); the metrics of every trial are in "
            + "[metrics.csv](tables/metrics.csv)."
        return Markdown.section(
            "Predictions on the \(findings.comparison.split.title) images", [intro] + figures)
    }
}
