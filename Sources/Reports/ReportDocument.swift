package import Results

/// `report.md`, made from a study's results and nothing else.
package struct ReportDocument: Sendable {
    package var results: StudyResults
    /// The names of the charts whose images are there.
    package var charts: Set<String>

    package init(results: StudyResults, charts: Set<String>) {
        self.results = results
        self.charts = charts
    }

    /// The whole report.
    package var markdown: String {
        let comparison = Comparison(results)
        let sections: [String?] = [
            "# " + results.lock.title,
            AbstractSection(results: results, comparison: comparison).markdown,
            DataSection(results: results).markdown,
            StartSection(results: results).markdown,
            ChartSection(results: results, charts: charts).markdown,
            ResultsSection(results: results, comparison: comparison).markdown,
            ConfusionSection(comparison: comparison).markdown,
            SettingsSection(results: results).markdown,
            RunSection(results: results).markdown,
            ReproduceSection(lock: results.lock).markdown,
            NotesSection(results: results, comparison: comparison).markdown,
        ]
        return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }
}
