import Analysis
import Markup
import Plotting
package import Results
import Studies

/// The text of `report.md`, made from a study's results alone.
package struct ReportDocument: Sendable {
    let gallery: ChartGallery
    /// The heat maps of the best trial; nil if they were not drawn.
    let explanation: ExplanationRecord?
    /// The evaluations on other data.
    let evaluations: [EvaluationsSection.Item]

    /// Creates the report of a study.
    /// - Parameters:
    ///   - charts: the names of the charts whose image files exist; nil: all charts of the study.
    ///   - replicates: the number of bootstrap resamplings; nil: the default number.
    package init(results: StudyResults, charts: Set<String>? = nil, replicates: Int? = nil) {
        self.init(
            analysis: StudyAnalysis(results, replicates: replicates ?? StudyAnalysis.replicates),
            charts: charts)
    }

    init(analysis: StudyAnalysis, charts: Set<String>?, explanation: ExplanationRecord? = nil) {
        self.init(gallery: ChartGallery(analysis, drawn: charts), explanation: explanation)
    }

    init(
        gallery: ChartGallery, explanation: ExplanationRecord?,
        evaluations: [EvaluationsSection.Item] = []
    ) {
        self.gallery = gallery
        self.explanation = explanation
        self.evaluations = evaluations
    }

    /// The whole report.
    package var markdown: String {
        text([title] + sections.map(\.markdown))
    }

    /// The report with the researcher's text at its beginning. Sections that the text contains are
    /// not repeated after it.
    /// - Parameters:
    ///   - narrative: Markdown with the placeholders of `Template`; its title, if it has one,
    ///     replaces the study's.
    ///   - file: the name of the text's file, for errors.
    /// - Throws: `NarrativeError` for unknown placeholders.
    package func markdown(
        narrative: String, file: String
    ) throws(NarrativeError) -> String {
        let narrative = try Narrative(
            narrative, file: file,
            Narrative.Sources(
                variables: gallery.analysis.variables, charts: gallery.named,
                blocks: sections.compactMap { section in
                    section.markdown.map { (section.name, $0) }
                }))
        let source = narrative.markdown.source
        let hasTitle = source.drop { $0.isWhitespace }.hasPrefix("# ")
        return text(
            [hasTitle ? nil : title, Markdown(source: String(source[...].trimmed))]
                + sections.filter { !narrative.sections.contains($0.name) }.map(\.markdown))
    }

    private var title: Markdown { .heading(1, Markdown(gallery.analysis.results.lock.title)) }

    private func text(_ sections: [Markdown?]) -> String {
        sections.compactMap { $0 }.joined(separator: "\n\n").source + "\n"
    }

    /// The sections in the order of the report, with the names that a narrative uses.
    private var sections: [(name: String, markdown: Markdown?)] {
        let analysis = gallery.analysis
        let results = analysis.results
        return [
            ("abstract", AbstractSection(analysis: analysis).markdown),
            ("results", ResultsSection(analysis: analysis, gallery: gallery).markdown),
            ("ensembles", EnsemblesSection(analysis: analysis).markdown),
            ("out-of-fold", OutOfFoldSection(analysis: analysis, gallery: gallery).markdown),
            ("notes", NotesSection(analysis: analysis).markdown),
            ("training", TrainingSection(results: results, gallery: gallery).markdown),
            ("predictions", PredictionsSection(analysis: analysis, gallery: gallery).markdown),
            ("best-trial", BestTrialSection(analysis: analysis, gallery: gallery).markdown),
            ("subgroups", SubgroupsSection(analysis: analysis, gallery: gallery).markdown),
            ("explanations", ExplanationsSection(record: explanation).markdown),
            (
                "evaluations",
                EvaluationsSection(
                    items: evaluations, sets: ExternalSetTable.all(evaluations, analysis),
                    decisions: try? DecisionSettings(
                        study: results.lock.study, file: "study.lock.json")
                ).markdown
            ),
            ("configurations", ConfigurationsSection(analysis: analysis).markdown),
            ("data", DataSection(results: results).markdown),
            ("start", StartSection(results: results).markdown),
            ("settings", SettingsSection(results: results).markdown),
            ("run", RunSection(results: results).markdown),
            ("reproduce", ReproduceSection(lock: results.lock).markdown),
        ]
    }
}
