import Evaluation
import Files
import Foundation
package import Results

extension StudyTracking {
    /// Records the evaluations of the folder whose trials are tracked and complete. An evaluation
    /// that the outbox contains is not recorded again, unless it was made again since.
    ///
    /// The figures of a trial belong to its run, those of an ensemble to the run of the study.
    package func addEvaluations(of lock: StudyLock) {
        mutex.withLock {
            do {
                for evaluation in try folder.evaluations() where evaluation.isComplete {
                    do { try add(evaluation, lock) } catch {
                        report("evaluation \(evaluation.name): is not sent: \(error)")
                    }
                }
            } catch { report("evaluations are not sent: \(error)") }
        }
    }

    /// Records an evaluation, unless it was recorded before.
    private func add(_ evaluation: EvaluationFolder, _ lock: StudyLock) throws {
        let record = try evaluation.readRecord()
        guard record.isCurrent(in: lock), let run = run(of: record) else { return }
        let digest = try SHA256Digest.of(file: evaluation.recordPath)
        let name = TrackedMetric.evaluation(evaluation.name)
        if run.run.tags["\(name).digest"] == digest { return }
        add(events(of: evaluation, record, digest: digest, in: run))
    }

    /// The run to which an evaluation belongs; nil if its trials are not tracked.
    private func run(of record: EvaluationRecord) -> TrackedRuns.Entry? {
        let members = record.model.compactMap { runs.latest(trial: $0.id, key: $0.key) }
        guard members.count == record.model.count, let first = members.first else { return nil }
        if members.count == 1 { return first }
        let parents = Set(members.map(\.run.parent))
        let shared = parents.count == 1 ? first.run.parent : nil
        return shared.flatMap { runs.entries[$0] } ?? runs.latestStudy
    }

    /// The events for the metrics, the data and the files of an evaluation. A metric that the
    /// evaluation no longer has becomes NaN, since a server cannot delete it.
    private func events(
        of evaluation: EvaluationFolder, _ record: EvaluationRecord, digest: String,
        in entry: TrackedRuns.Entry
    ) -> [TrackingEvent] {
        let (id, name) = (entry.run.id, TrackedMetric.evaluation(evaluation.name))
        let known = TrackedMetric.evaluationNames(evaluation.name).filter {
            entry.evaluated.contains($0)
        }
        let values = Dictionary(known.map { ($0, Double.nan) }, uniquingKeysWith: { $1 })
            .merging(TrackedMetric.values(of: record, named: evaluation.name)) { $1 }
        let time = MLflowTime.now
        let points = values.sorted { $0.key < $1.key }.map {
            MetricPoint(key: $0.key, value: $0.value, step: 0, time: time)
        }
        // A chart may have been drawn for an earlier evaluation only, so the folder is listed.
        let charts =
            (try? FileManager.default.contentsOfDirectory(atPath: evaluation.chartsPath)) ?? []
        let files =
            ["evaluation.json"] + record.files.keys.sorted()
            + charts.sorted().map { "charts/\($0)" }
        let tags = ["\(name).data": record.images.fingerprint, "\(name).digest": digest]
        return [.metrics(run: id, points: points), .tags(run: id, values: tags)]
            + files.map { file in
                let path = "evaluations/\(evaluation.name)/\(file)"
                return .artifact(run: id, file: path, name: path)
            }
    }
}

extension TrackedMetric {
    /// The start of the names of all metrics of evaluations on other data.
    static let evaluations = "evaluate."

    /// The metrics of an evaluation that are tracked.
    private static let evaluated = [
        "auroc", "accuracy", "sensitivity", "specificity", "log_loss", "ece",
    ]
    /// The metric whose interval is tracked, too.
    private static let withInterval = "auroc"

    /// The start of the names of an evaluation's metrics and tags, without the last dot. The name
    /// of an evaluation has only letters, digits, `.`, `_` and `-`, which MLflow accepts.
    static func evaluation(_ name: String) -> String { evaluations + name }

    /// All names that metrics of an evaluation can have.
    static func evaluationNames(_ name: String) -> [String] {
        let start = evaluation(name)
        return evaluated.map { "\(start).\($0)" }
            + ["low", "high"].map { "\(start).\(withInterval).\($0)" }
    }

    /// The metrics of an evaluation by name; those that are undefined are left out.
    static func values(of record: EvaluationRecord, named name: String) -> [String: Double] {
        let start = evaluation(name)
        var values: [String: Double] = [:]
        for metric in evaluated { values["\(start).\(metric)"] = record.metrics[metric]?.value }
        let interval = record.metrics[withInterval]?.interval
        values["\(start).\(withInterval).low"] = interval?.lowerBound
        values["\(start).\(withInterval).high"] = interval?.upperBound
        return values
    }
}
