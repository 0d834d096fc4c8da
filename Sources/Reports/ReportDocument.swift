package import Results

/// `report.md`, made from a study's results and nothing else.
package struct ReportDocument: Sendable {
    let gallery: ChartGallery
    /// What the best trial looks at, where it was drawn.
    let explanation: ExplanationRecord?

    /// - Parameters:
    ///   - charts: the names of the charts whose pictures are there; nil: of all that the study has.
    ///   - replicates: resamplings of the images for an interval.
    package init(results: StudyResults, charts: Set<String>? = nil, replicates: Int? = nil) {
        self.init(
            findings: Findings(results, replicates: replicates ?? Findings.replicates),
            charts: charts)
    }

    init(findings: Findings, charts: Set<String>?, explanation: ExplanationRecord? = nil) {
        self.init(gallery: ChartGallery(findings, drawn: charts), explanation: explanation)
    }

    init(gallery: ChartGallery, explanation: ExplanationRecord?) {
        self.gallery = gallery
        self.explanation = explanation
    }

    /// The whole report.
    package var markdown: String {
        let findings = gallery.findings
        let results = findings.results
        let sections: [String?] = [
            "# " + results.lock.title,
            AbstractSection(findings: findings).markdown,
            ResultsSection(findings: findings, gallery: gallery).markdown,
            NotesSection(results: results, comparison: findings.comparison).markdown,
            TrainingSection(results: results, gallery: gallery).markdown,
            AnswersSection(findings: findings, gallery: gallery).markdown,
            BestTrialSection(findings: findings, gallery: gallery).markdown,
            ExplanationsSection(record: explanation).markdown,
            ConfigurationsSection(findings: findings).markdown,
            DataSection(results: results).markdown,
            StartSection(results: results).markdown,
            SettingsSection(results: results).markdown,
            RunSection(results: results).markdown,
            ReproduceSection(lock: results.lock).markdown,
        ]
        return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }
}
