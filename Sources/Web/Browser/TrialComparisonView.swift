import Analysis
import Foundation
import Results
import Terminal
import Vocabulary

/// The page that compares trials of one or several studies: their metrics and their differing
/// settings.
struct TrialComparisonView: PageView {
    static let template = "comparison"

    let heads: [Head]
    let rows: [Row]
    /// The differing settings; nil if there are none.
    let differences: Table?
    let plots: [Curves.View]

    /// The head of a trial's column.
    struct Head {
        let label: String
        /// The path of the study's page.
        let path: String
    }

    /// A row of a table.
    struct Row {
        let title: String
        /// A text for each trial.
        let cells: [String]
    }

    /// A table of settings.
    struct Table {
        let rows: [Row]
    }

    /// A trial of the comparison.
    private struct Choice {
        let entry: StudyIndex.Entry
        let trial: TrialEntry
        var folder: TrialFolder { entry.results.trial(trial.id) }
        var label: String { "\(entry.name) / \(trial.id)" }
    }

    private static let most = Curves.mostCurves

    /// Reads the results of trials.
    /// - Parameter names: names of the form `study/trial`.
    /// - Throws: `ProblemDetails`.
    init(_ names: [String], of studyIndex: StudyIndex) throws(ProblemDetails) {
        guard (1...Self.most).contains(names.count) else {
            throw ProblemDetails(
                .badRequest, "select 1 to \(Self.most) trials; got \(names.count)")
        }
        let entries = studyIndex.entries
        var choices: [Choice] = []
        for name in names {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2, let entry = entries.first(where: { $0.name == parts[0] }),
                let lock = try? entry.results.readLock(),
                let trial = lock.trials.first(where: { $0.id == parts[1] })
            else { throw ProblemDetails(.notFound, "no such trial") }
            choices.append(Choice(entry: entry, trial: trial))
        }
        let records = choices.map { try? $0.folder.readRecord() }
        heads = choices.map { Head(label: $0.label, path: $0.entry.path) }
        rows = Self.rows(choices, records)
        let differences = SettingDifferences.of(records.map { $0?.settings })
        self.differences =
            differences.isEmpty
            ? nil
            : Table(
                rows: differences.map {
                    Row(title: $0.name, cells: $0.values.map { $0 ?? "–" })
                })
        plots = LiveView.plots(choices.map { ($0.trial.id, $0.entry) })
    }

    private static func rows(_ choices: [Choice], _ records: [TrialRecord?]) -> [Row] {
        let epochs = choices.map { (try? $0.folder.readEpochs()) ?? [] }
        let best = zip(records, epochs).map { record, epochs in
            record.flatMap { record in epochs.first { $0.epoch == record.bestEpoch } }
                ?? epochs.last
        }
        var rows: [Row] = []
        func add(_ title: String, _ cells: [String?]) {
            guard cells.contains(where: { $0 != nil }) else { return }
            rows.append(Row(title: title, cells: cells.map { $0 ?? "–" }))
        }
        add("epochs", epochs.map { "\($0.count)" })
        add("best epoch", records.map { $0.map { "\($0.bestEpoch)" } })
        // Test metrics are hidden until the study is finished, so that nobody chooses by them.
        let showsTest = choices.allSatisfy { choice in
            (try? StudyStatus(choice.entry.results))?.isFinished == true
        }
        for split in Split.allCases where split != .test || showsTest {
            add(
                "\(split.title) accuracy",
                best.map { $0?.metrics[split].map { Formatting.percent($0.accuracy) } }
            )
            add(
                "\(split.title) loss",
                best.map { $0?.metrics[split].map { String(format: "%.4g", $0.loss) } })
        }
        add("time", records.map { $0.map { String(format: "%.1f s", $0.seconds) } })
        return rows
    }
}
