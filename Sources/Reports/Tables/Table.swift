import Analysis

/// A file in `tables/` for other programs. To add one, add a file beside this one and a line in
/// `Tables.all`.
protocol Table: Sendable {
    /// The name of the file.
    var file: String { get }
    /// Whether a study has data for the table; otherwise the file is not written.
    func hasData(_ analysis: StudyAnalysis) -> Bool
    /// The text of the file.
    func text(_ analysis: StudyAnalysis) -> String
}

extension Table {
    /// By default, every study has the table.
    func hasData(_ analysis: StudyAnalysis) -> Bool { true }
}

/// The list of all tables.
enum Tables {
    /// The tables in the order of the report, whether or not a study has data for them.
    static let all: [any Table] = [
        GroupsTable(), MetricsTable(), ComparisonsTable(), EnsemblesTable(), OutOfFoldTable(),
        OutOfFoldPredictionsTable(), EpochsTable(), LaTeXTable(),
    ]

    /// The tables for which a study has data.
    static func tables(of analysis: StudyAnalysis) -> [any Table] {
        all.filter { $0.hasData(analysis) }
    }
}
