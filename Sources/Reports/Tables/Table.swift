import Analysis

/// A file in `tables/` that other programs read. To add one: a file like those beside this one, and
/// a line in `Tables.all`.
protocol Table: Sendable {
    /// The name of its file.
    var file: String { get }
    /// The file's text.
    func text(_ analysis: StudyAnalysis) -> String
}

/// All tables.
enum Tables {
    static let all: [any Table] = [
        GroupsTable(), MetricsTable(), ComparisonsTable(), EpochsTable(), LaTeXTable(),
    ]
}
