import Evaluation
package import Files
package import Vocabulary

/// A row of `epochs.csv`: the results of an epoch.
package struct EpochRecord: Sendable, Hashable {
    /// The number of the epoch, from 1: its metrics are those after the epoch.
    package var epoch: Int
    /// The learning rate of the epoch.
    package var learningRate: Double
    /// The loss and accuracy of each split; always with training, the others if the data set has
    /// them.
    package var metrics: [Split: Metrics]
    /// The monitored metric if it is neither a loss nor an accuracy; otherwise nil.
    package var monitored: MonitoredValue?
    /// The wall time of training and evaluation, in seconds.
    package var seconds: Double

    package init(
        epoch: Int, learningRate: Double, train: Metrics, val: Metrics? = nil, test: Metrics? = nil,
        monitored: MonitoredValue? = nil, seconds: Double
    ) {
        self.monitored = monitored
        self.epoch = epoch
        self.learningRate = learningRate
        self.seconds = seconds
        metrics = [.train: train]
        metrics[.val] = val
        metrics[.test] = test
    }

    /// The record with 0 in place of the time, which differs between runs.
    package var untimed: EpochRecord {
        var epoch = self
        epoch.seconds = 0
        return epoch
    }

    /// The value of a metric by name, such as `val_accuracy` or the monitored `val_auroc`; nil if
    /// the epoch does not have it.
    package func value(of metric: String) -> Double? {
        if let monitored, monitored.name == metric { return monitored.value }
        for (split, metrics) in metrics {
            if metric == "\(split.rawValue)_loss" { return metrics.loss }
            if metric == "\(split.rawValue)_accuracy" { return metrics.accuracy }
        }
        return nil
    }

    /// The table with the columns `epoch,lr,train_loss,train_accuracy,val_...,test_...,seconds`; a
    /// split that no record has is left out. A monitored metric that is neither loss nor accuracy
    /// has a column with its name before the last one.
    package static func table(_ records: [EpochRecord]) -> CSVTable {
        let splits = Split.allCases.filter { split in
            split == .train || records.contains { $0.metrics[split] != nil }
        }
        let monitored = records.lazy.compactMap(\.monitored?.name).first
        let header =
            splits.flatMap { ["\($0.rawValue)_loss", "\($0.rawValue)_accuracy"] }
            + (monitored.map { [$0] } ?? [])
        let rows = records.map { record in
            let metrics = splits.flatMap { split in
                [
                    CSVTable.text(of: record.metrics[split]?.loss),
                    CSVTable.text(of: record.metrics[split]?.accuracy),
                ]
            }
            return [String(record.epoch), CSVTable.text(of: record.learningRate)] + metrics
                + (monitored == nil ? [] : [CSVTable.text(of: record.monitored?.value)])
                + [CSVTable.text(of: record.seconds)]
        }
        return CSVTable(header: ["epoch", "lr"] + header + ["seconds"], rows: rows)
    }

    /// Reads the table.
    /// - Throws: `ResultsError` with the file, line and column.
    package static func read(_ document: CSVDocument) throws(ResultsError) -> [EpochRecord] {
        try document.require(["epoch", "lr", "train_loss", "train_accuracy", "seconds"])
        let splits = Split.allCases.filter { document.has("\($0.rawValue)_loss") }
        let monitored = MonitoredMetric.all.map(\.name)
            .first { $0.hasPrefix("val_") && !Self.plain.contains($0) && document.has($0) }
        var records: [EpochRecord] = []
        for row in document.rows {
            var metrics: [Split: Metrics] = [:]
            for split in splits {
                metrics[split] = try read(split, row)
            }
            guard let train = metrics[.train] else {
                throw row.bad("train_loss", "a number", "")
            }
            records.append(
                EpochRecord(
                    epoch: try row.integer("epoch", least: 1), learningRate: try row.number("lr"),
                    train: train, val: metrics[.val], test: metrics[.test],
                    monitored: try monitored.map { name throws(ResultsError) in
                        MonitoredValue(name: name, value: try row.optionalNumber(name) ?? .nan)
                    },
                    seconds: try row.number("seconds")))
        }
        return records
    }

    private static let plain = ["val_loss", "val_accuracy"]

    private static func read(
        _ split: Split, _ row: CSVDocument.Row
    ) throws(ResultsError) -> Metrics? {
        guard let loss = try row.optionalNumber("\(split.rawValue)_loss"),
            let accuracy = try row.optionalNumber("\(split.rawValue)_accuracy")
        else { return nil }
        guard !accuracy.isFinite || (0...1).contains(accuracy) else {
            throw row.bad(
                "\(split.rawValue)_accuracy", "a fraction from 0 to 1", CSVTable.text(of: accuracy))
        }
        return Metrics(loss: loss, accuracy: accuracy)
    }
}
