import Analysis
import Files
import Results
import Studies
import Vocabulary

/// All epochs of all trials in long form: a row for every trial, epoch and split.
struct EpochsTable: Table {
    var file: String { "epochs.csv" }

    func text(_ analysis: StudyAnalysis) -> String {
        let axes = analysis.results.lock.axes.map(\.path).filter { $0 != "seed" }
        let rows = analysis.results.trials.flatMap { trial in
            let entry = trial.entry
            let names =
                [entry.id, entry.group] + axes.map { entry.coordinates[$0, default: ""] }
                + [String(entry.seed)]
            return trial.epochs.flatMap { record in
                Split.allCases.compactMap { split in
                    record.metrics[split].map { metrics in
                        names + [
                            String(record.epoch), CSVTable.text(of: record.learningRate),
                            split.rawValue, CSVTable.text(of: metrics.loss),
                            CSVTable.text(of: metrics.accuracy),
                        ]
                    }
                }
            }
        }
        return CSVTable(
            header: ["id", "group"] + axes
                + ["seed", "epoch", "lr", "split", "loss", "accuracy"], rows: rows
        ).forSpreadsheets.text
    }
}
