import Evaluation
import Foundation
import Results
import Terminal

/// The main figures of an evaluation of several labels, for a terminal.
struct LabelSummary {
    private let record: EvaluationRecord
    private let labels: EvaluationRecord.Labels

    init(_ record: EvaluationRecord, _ labels: EvaluationRecord.Labels) {
        self.record = record
        self.labels = labels
    }

    private static let macro = "mean over labels"

    func print() {
        let ids = record.model.map(\.id).joined(separator: ", ")
        let title = record.model.count == 1 ? ids : "the ensemble of \(ids)"
        Swift.print(
            "\(title) on \(Formatting.plural(record.images.total, "image")) of \(record.images.path)"
        )
        let width = (labels.labels.map(\.name.count) + [Self.macro.count]).max() ?? 0
        func name(_ text: String) -> String {
            text.padding(toLength: width, withPad: " ", startingAt: 0)
        }
        for label in labels.labels {
            if let omission = label.omission {
                Swift.print("  \(name(label.name))  left out: \(omission)")
                continue
            }
            let threshold = Formatting.fixed(label.decision.thresholdValue, 3)
            Swift.print(
                "  \(name(label.name))  \(auroc(label.metrics, label.shift["auroc"])); at \(threshold): "
                    + "sensitivity \(percent(label, "sensitivity")), specificity "
                    + percent(label, "specificity"))
        }
        guard record.metrics["auroc"] != nil else { return }
        let inside = record.shift?.metrics["auroc"]?.value
        Swift.print("  \(name(Self.macro))  \(auroc(record.metrics, inside))")
    }

    private func auroc(_ figures: [String: EvaluationRecord.Figure], _ inside: Double?) -> String {
        guard let figure = figures["auroc"] else { return "AUROC –" }
        return "AUROC \(Formatting.fixed(figure.value, 3)) "
            + "(95%: \(Formatting.plainRange(figure.interval)))"
            + (inside.map { "; internal test \(Formatting.fixed($0, 3))" } ?? "")
    }

    private func percent(_ label: EvaluationRecord.Label, _ metric: String) -> String {
        Formatting.percent(label.metrics[metric]?.value)
    }
}
