import Analysis
import Evaluation
import JSON
import Markup
import Results
import Terminal
import Vocabulary

/// The evaluations of the study's configurations on an external set that the study names, with a
/// row for each configuration.
struct ExternalSetTable: Sendable {
    /// A configuration with its evaluation.
    private struct Row: Sendable {
        let label: String
        let configuration: String
        let evaluation: String
        let record: EvaluationRecord
    }

    private let set: String
    private let rows: [Row]
    /// The labels of the configurations without an evaluation.
    private let missing: [String]
    /// The configuration that the report describes first.
    private let first: String?

    /// The tables of the sets in the study's order, then those of sets that it no longer names.
    static func all(_ items: [EvaluationsSection.Item], _ analysis: StudyAnalysis) -> [Self] {
        let records = items.compactMap { item -> (name: String, record: EvaluationRecord)? in
            guard case .evaluated(let name, let record, _, _, false) = item else { return nil }
            return (name, record)
        }
        let named = (analysis.results.lock.study["evaluate"]?.members ?? []).map(\.key)
        let sets = (named + records.compactMap(\.record.set?.name)).unique
        return sets.map { set in
            ExternalSetTable(
                set, records.filter { $0.record.set?.name == set }, analysis,
                isNamed: named.contains(set))
        }
    }

    private init(
        _ set: String, _ records: [(name: String, record: EvaluationRecord)],
        _ analysis: StudyAnalysis, isNamed: Bool
    ) {
        self.set = set
        first = analysis.comparison.first?.group.name
        let (results, entries) = (analysis.results, analysis.results.lock.trials)
        let groups = entries.map(\.group).unique
        rows = records.compactMap { name, record in
            entries.first { $0.id == record.model.first?.id }.map { entry in
                Row(
                    label: results.label(entry), configuration: entry.group, evaluation: name,
                    record: record)
            }
        }.sorted { a, b in
            (groups.firstIndex(of: a.configuration) ?? 0)
                < (groups.firstIndex(of: b.configuration) ?? 0)
        }
        let evaluated = Set(rows.map(\.configuration))
        missing =
            isNamed
            ? groups.filter { !evaluated.contains($0) }.compactMap { group in
                entries.first { $0.group == group }.map { results.label($0) }
            } : []
    }

    /// The row whose evaluation is described in detail: that of the first configuration.
    private var detailed: Row? { rows.first { $0.configuration == first } ?? rows.first }

    /// The names of the evaluations that only the table shows.
    var summarized: Set<String> {
        Set(rows.map(\.evaluation)).subtracting([detailed?.evaluation].compactMap { $0 })
    }

    var markdown: Markdown {
        var parts: [Markdown] = [Markdown.heading(3, "External set \(Markdown.code(set))")]
        if let detailed {
            parts += [introduction(detailed), table]
        }
        if !missing.isEmpty {
            parts.append(
                "Not evaluated on this set: \(Formatting.list(missing)). Run the study again.")
        }
        return parts.joined(separator: "\n\n")
    }

    private func introduction(_ row: Row) -> Markdown {
        let record = row.record
        let model: Markdown =
            record.model.count == 1
            ? "its best trial by validation"
            : "the ensemble of its trials (the mean of their probabilities)"
        let positive: Markdown =
            record.positiveClass.map { " \($0) is the positive class." } ?? ""
        let difference: Markdown =
            rows.contains { $0.record.shift != nil }
            ? " Differences are those from the internal test images." : ""
        let details: Markdown =
            rows.count > 1
            ? " The details below are those of \(row.label); the links lead to the figures of all."
            : ""
        let decisions: Markdown =
            areAtThreshold
            ? "with decisions at its threshold, which was fixed before"
            : "with the most probable class predicted"
        return
            "Each configuration on \(Markdown.code(record.images.path)): \(model), \(decisions), and 95% intervals over \(record.unit).\(positive)\(difference)\(details)"
    }

    private static let shown: [any Metric] = EvaluationMetrics.all.filter {
        ["accuracy", "auroc", "sensitivity", "specificity"].contains($0.name)
    }

    /// Whether decisions are those at thresholds, which all configurations have.
    private var areAtThreshold: Bool { rows.allSatisfy { !$0.record.decided.isEmpty } }

    /// The difference of a metric from the internal test images, of decisions at the threshold if
    /// the metric is of them.
    private func difference(_ name: String, _ row: Row) -> EvaluationRecord.Figure? {
        let isDecided = areAtThreshold && row.record.decided[name] != nil
        return isDecided
            ? row.record.shift?.decidedDifferences[name] : row.record.shift?.differences[name]
    }

    private var table: Markdown {
        let metrics = Self.shown.filter { metric in
            rows.contains { $0.record.metrics[metric.name] != nil }
        }
        let compared = Set(
            metrics.map(\.name).filter { name in rows.contains { difference(name, $0) != nil } })
        let header = metrics.flatMap { metric -> [Markdown] in
            [Markdown(metric.title)] + (compared.contains(metric.name) ? ["difference"] : [])
        }
        let body = rows.map { row -> [Markdown] in
            let link = Markdown.link(
                Markdown(row.label), to: "evaluations/\(row.evaluation)/evaluation.json")
            return [link]
                + metrics.flatMap { metric -> [Markdown] in
                    let figure =
                        (areAtThreshold ? row.record.decided[metric.name] : nil)
                        ?? row.record.metrics[metric.name]
                    let format = MetricFormat(metric, figure?.interval)
                    let value =
                        figure.map { "\(format.text($0.value)) (\(format.interval($0)))" }
                        ?? "–"
                    let change =
                        difference(metric.name, row).map { format.difference($0) } ?? "–"
                    return [Markdown(value)]
                        + (compared.contains(metric.name) ? [Markdown(change)] : [])
                }
        }
        return Markdown.table(["configuration"] + header, rows: body)
    }
}
