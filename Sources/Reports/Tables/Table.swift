import Analysis

/// A file in `tables/` for other programs. To add one, add a file beside this one and a line in
/// `Tables.all`.
protocol Table: Sendable {
    /// The name of the file.
    var file: String { get }
    /// The text of the file.
    func text(_ analysis: StudyAnalysis) -> String
}

/// The list of all tables.
enum Tables {
    static let all: [any Table] = [
        GroupsTable(), MetricsTable(), ComparisonsTable(), EpochsTable(), LaTeXTable(),
    ]
}
