import Analysis
import Markup
import Plotting
import Results
import Vocabulary

/// The predictions of all configurations: curves and matrices.
struct PredictionsSection {
    let analysis: StudyAnalysis
    let gallery: ChartGallery

    var markdown: Markdown? {
        let figures = gallery.figures(.predictions)
        guard !figures.isEmpty else { return nil }
        let intro: Markdown =
            "From the probabilities of every image \(EpochWording(analysis.results).phrase); the metrics of every trial are in "
            + "[metrics.csv](tables/metrics.csv)."
        return Markdown.section(
            "Predictions on the \(analysis.comparison.split.title) images", [intro] + figures)
    }
}
