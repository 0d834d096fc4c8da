package import Results

/// `report.md`, made from a study's results and nothing else.
package struct ReportDocument: Sendable {
    /// The names of the charts whose images are there.
    package var charts: Set<String>
    let findings: Findings
    /// What the best trial looks at, where it was drawn.
    let explanation: ExplanationRecord?

    /// - Parameter replicates: resamplings of the images for an interval.
    package init(results: StudyResults, charts: Set<String>, replicates: Int? = nil) {
        self.init(
            findings: Findings(results, replicates: replicates ?? Findings.replicates),
            charts: charts, explanation: nil)
    }

    init(findings: Findings, charts: Set<String>, explanation: ExplanationRecord?) {
        self.findings = findings
        self.explanation = explanation
        self.charts = charts
    }

    /// The whole report.
    package var markdown: String {
        let results = findings.results
        let sections: [String?] = [
            "# " + results.lock.title,
            AbstractSection(findings: findings).markdown,
            ResultsSection(findings: findings).markdown,
            NotesSection(results: results, comparison: findings.comparison).markdown,
            ChartSection(results: results, charts: charts).markdown,
            AnswersSection(findings: findings).markdown,
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
