import Analysis
import Markup
import Plotting
package import Results

/// `report.md`, made from a study's results and nothing else.
package struct ReportDocument: Sendable {
    let gallery: ChartGallery
    /// What the best trial looks at, where it was drawn.
    let explanation: ExplanationRecord?

    /// - Parameters:
    ///   - charts: the names of the charts whose pictures are there; nil: of all that the study
    ///     has.
    ///   - replicates: resamplings of the images for an interval.
    package init(results: StudyResults, charts: Set<String>? = nil, replicates: Int? = nil) {
        self.init(
            analysis: StudyAnalysis(results, replicates: replicates ?? StudyAnalysis.replicates),
            charts: charts)
    }

    init(analysis: StudyAnalysis, charts: Set<String>?, explanation: ExplanationRecord? = nil) {
        self.init(gallery: ChartGallery(analysis, drawn: charts), explanation: explanation)
    }

    init(gallery: ChartGallery, explanation: ExplanationRecord?) {
        self.gallery = gallery
        self.explanation = explanation
    }

    /// The whole report.
    package var markdown: String {
        text([title] + sections.map(\.markdown))
    }

    /// The report with the researcher's text in front, and in it what that places.
    /// - Parameters:
    ///   - narrative: Markdown with the placeholders of `Template`; its own title stands for the
    ///     study's.
    ///   - file: its name, for errors.
    /// - Throws: `NarrativeError` for placeholders that stand for nothing.
    package func markdown(
        narrative: String, file: String
    ) throws(NarrativeError) -> String {
        let told = try Narrative(
            narrative, file: file,
            Narrative.Sources(
                variables: gallery.analysis.variables, charts: gallery.named,
                blocks: sections.compactMap { section in
                    section.markdown.map { (section.name, $0) }
                }))
        let hasTitle = told.markdown.source.drop { $0.isWhitespace }.hasPrefix("# ")
        return text(
            [hasTitle ? nil : title, Markdown(source: String(told.markdown.source[...].trimmed))]
                + sections.filter { !told.sections.contains($0.name) }.map(\.markdown))
    }

    private var title: Markdown { .heading(1, Markdown(gallery.analysis.results.lock.title)) }

    private func text(_ sections: [Markdown?]) -> String {
        sections.compactMap { $0 }.joined(separator: "\n\n").source + "\n"
    }

    /// In the order of the report, by the names that a narrative gives them.
    private var sections: [(name: String, markdown: Markdown?)] {
        let analysis = gallery.analysis
        let results = analysis.results
        return [
            ("abstract", AbstractSection(analysis: analysis).markdown),
            ("results", ResultsSection(analysis: analysis, gallery: gallery).markdown),
            ("notes", NotesSection(analysis: analysis).markdown),
            ("training", TrainingSection(results: results, gallery: gallery).markdown),
            ("answers", PredictionsSection(analysis: analysis, gallery: gallery).markdown),
            ("best-trial", BestTrialSection(analysis: analysis, gallery: gallery).markdown),
            ("explanations", ExplanationsSection(record: explanation).markdown),
            ("configurations", ConfigurationsSection(analysis: analysis).markdown),
            ("data", DataSection(results: results).markdown),
            ("start", StartSection(results: results).markdown),
            ("settings", SettingsSection(results: results).markdown),
            ("run", RunSection(results: results).markdown),
            ("reproduce", ReproduceSection(lock: results.lock).markdown),
        ]
    }
}
