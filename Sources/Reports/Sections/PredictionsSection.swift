import Analysis
import Markup
import Plotting
import Results
import Vocabulary

/// The charts of the predictions of all configurations: curves and confusion matrices.
struct PredictionsSection {
    let analysis: StudyAnalysis
    let gallery: ChartGallery

    var markdown: Markdown? {
        let charts = gallery.figures(.predictions)
        guard !charts.isEmpty else { return nil }
        let intro: Markdown =
            "The charts show the predictions \(EpochWording(analysis.results).phrase). The metrics of every trial are in "
            + "[metrics.csv](tables/metrics.csv)."
        return Markdown.section(
            "Predictions on the \(analysis.comparison.split.title) images", [intro] + charts)
    }
}
