import Evaluation
package import Files
package import Vocabulary

/// A row of `epochs.csv`: what an epoch came to.
package struct EpochRecord: Sendable, Hashable {
    /// Counted from 1: metrics of epoch 1 are those after one pass over the training images.
    package var epoch: Int
    package var learningRate: Double
    /// The splits that were measured; training always, the others when the data set has them.
    package var metrics: [Split: Metrics]
    /// The monitored metric, where it is neither a loss nor an accuracy.
    package var monitored: MonitoredValue?
    /// Wall time of training and measuring.
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

    /// Without the time that it took, which no two runs share.
    package var untimed: EpochRecord {
        var epoch = self
        epoch.seconds = 0
        return epoch
    }

    /// A metric by its name, such as `val_accuracy` or the monitored `val_auroc`; nil where the
    /// epoch has none of that name.
    package func value(of metric: String) -> Double? {
        if let monitored, monitored.name == metric { return monitored.value }
        for (split, metrics) in metrics {
            if metric == "\(split.rawValue)_loss" { return metrics.loss }
            if metric == "\(split.rawValue)_accuracy" { return metrics.accuracy }
        }
        return nil
    }

    /// `epoch,lr,train_loss,train_accuracy,val_...,test_...,seconds`; a split that no record has is
    /// left out. A monitored metric that is neither loss nor accuracy has a column of its name
    /// before the last.
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
