import Datasets
import Results

extension StudyPlan.Entry {
    /// Writes into a finished trial's predictions whose the images are, where that is said otherwise than when it was
    /// trained: `dataset.groupPattern` is no part of a trial's key, and the report resamples patients.
    /// - Throws: `FileError`, `ResultsError` when the trial's folder cannot be read or written.
    func updatePatients(in folder: TrialFolder) throws {
        var record = try folder.readRecord()
        let before = record.files
        for (split, decoded) in data.splits {
            // A file that is not what the record says is damaged, and must stay known as such.
            let name = "predictions-\(split.rawValue).csv"
            guard let digest = before[name], try folder.names().contains(name),
                try folder.digest(name) == digest,
                let old = try folder.readPredictions(MetricSplit(split))
            else { continue }
            let groups = Dictionary(
                zip(decoded.samples.map(\.path), data.dataset.groups(of: decoded.samples)),
                uniquingKeysWith: { first, _ in first })
            var new = old
            for row in new.rows.indices {
                guard let group = groups[new.rows[row].file] else { continue }
                new.rows[row].group = group
            }
            if new == old { continue }
            try folder.write(new, MetricSplit(split))
            record.files[name] = try folder.digest(name)
        }
        if record.files != before { try folder.write(record) }
    }
}
