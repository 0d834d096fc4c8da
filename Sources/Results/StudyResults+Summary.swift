package import Files
import Studies
import Vocabulary

extension StudyResults {
    /// The table `summary.csv`: a row for every trial of the study, also for those that failed or
    /// have not run. It has a column `pruned` if a pruning rule stopped a trial.
    package var summary: CSVTable {
        let axes = lock.axes.map(\.path).filter { $0 != "seed" }
        let splits = Split.allCases.filter { split in
            split == .train
                || trials.contains { $0.epochs.contains { $0.metrics[split] != nil } }
        }
        let metrics = ["best", "last"].flatMap { epoch in
            splits.flatMap { split in
                ["\(epoch)_\(split.rawValue)_loss", "\(epoch)_\(split.rawValue)_accuracy"]
            }
        }
        let hasPruned = trials.contains { $0.record.pruned != nil }
        let rows = lock.trials.map { entry in
            let trial = trials.first { $0.entry.id == entry.id }
            let values = [trial?.best, trial?.last].flatMap { record in
                splits.flatMap { split in
                    let metrics = record?.metrics[split]
                    return [
                        CSVTable.text(of: metrics?.loss), CSVTable.text(of: metrics?.accuracy),
                    ]
                }
            }
            return [entry.id, entry.group] + axes.map { entry.coordinates[$0, default: ""] }
                + [
                    String(entry.seed), missing[entry.id] == nil ? entry.state.word : "missing",
                    trial.map { "\($0.epochs.count)" } ?? "",
                    trial.map { "\($0.record.bestEpoch)" } ?? "",
                ] + values + [CSVTable.text(of: trial?.record.seconds)]
                + (hasPruned ? [trial?.record.pruned?.text ?? ""] : [])
        }
        return CSVTable(
            header: ["id", "group"] + axes + ["seed", "state", "epochs", "best_epoch"] + metrics
                + ["seconds"] + (hasPruned ? ["pruned"] : []), rows: rows
        ).forSpreadsheets
    }
}

extension TrialEntry.State {
    /// The state as a word: `planned`, `complete` or `failed`.
    package var word: String {
        switch self {
        case .planned: "planned"
        case .complete: "complete"
        case .failed: "failed"
        }
    }
}
