import Evaluation
import Markup
import Results
import Terminal

/// The sentences on the intervals of an evaluation for which the bootstrap has none.
struct ProportionIntervals {
    let record: EvaluationRecord

    /// The sentence on the metrics; nil if all intervals are those of the bootstrap.
    var ofMetrics: Markdown? {
        let all =
            texts(record.metrics, "")
            + texts(record.decided, record.decided.isEmpty ? "" : " at the threshold")
        guard !all.isEmpty else { return nil }
        let ofPatients: Markdown =
            record.unit == "patients"
            ? " The number in brackets is that of patients with such images, as if the images of a patient were all predicted in the same way, which makes the interval wider."
            : ""
        return
            "The bootstrap has no interval for \(Formatting.list(all)): all samples are equal, or too many are undefined. The interval is then that of Clopper and Pearson if none or all of the predictions are correct, otherwise Wilson's.\(ofPatients)"
    }

    private func texts(_ figures: [String: EvaluationRecord.Figure], _ suffix: String) -> [String] {
        EvaluationMetrics.all.compactMap { metric in
            let count: Int
            switch figures[metric.name]?.method {
            case .clopperPearson(let number), .wilson(let number): count = number
            case .ofSensitivityAndSpecificity, nil: return nil
            }
            let unit = record.unit == "patients" ? "patient" : "image"
            return "\(metric.title)\(suffix) (\(Formatting.plural(count, unit)))"
        }
    }

    /// The sentence on the predictive values; nil if all intervals are those of the bootstrap.
    var ofPredictiveValues: Markdown? {
        let figures = record.predictive.flatMap { [$0.positive, $0.negative].compactMap { $0 } }
        guard figures.contains(where: { $0.method == .ofSensitivityAndSpecificity }) else {
            return nil
        }
        return
            "An interval *from exact intervals* has the predictive values at the ends of the exact 97.5% intervals of sensitivity and specificity (Clopper and Pearson), one of which does not vary between the bootstrap samples; it covers the value with at least 95%."
    }
}

extension MetricFormat {
    /// The interval of a figure, with its method if it is not the bootstrap.
    func interval(_ figure: EvaluationRecord.Figure?) -> String {
        let range = text(figure?.interval)
        return figure?.method.map { "\(range), \($0.name)" } ?? range
    }
}
