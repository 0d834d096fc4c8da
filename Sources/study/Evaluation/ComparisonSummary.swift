import Evaluation
import Foundation
import Results
import Terminal

/// The comparison of a model with somebody else's predictions, for a terminal.
struct ComparisonSummary {
    private let comparison: EvaluationRecord.Comparison

    init(_ comparison: EvaluationRecord.Comparison) { self.comparison = comparison }

    func print() {
        let source = comparison.source
        Swift.print(
            "compared with \(source.name) (\(source.file)) on \(Formatting.plural(comparison.images, "image"))"
        )
        show(comparison.mostProbable, "the most probable class")
        if let decided = comparison.atThreshold { show(decided, "at the threshold") }
        let corrected = comparison.area.flatMap(\.correctedP)
        if let other = comparison.metrics["auroc"]?.value,
            let difference = comparison.mostProbable.differences["auroc"]
        {
            let test = comparison.area.map { "; DeLong: \(text($0.pValue, corrected))" } ?? ""
            let interval = Formatting.plainRange(difference.interval)
            Swift.print(
                "  auroc             \(Formatting.fixed(other, 3)); model minus it \(Formatting.signed(difference.value, 3)) (95%: \(interval))\(test)"
            )
        }
    }

    /// The accuracies, sensitivities and specificities, and the agreement of one kind of decisions.
    private func show(_ decisions: EvaluationRecord.Comparison.Decisions, _ rule: String) {
        let tests: [(name: String, pValue: Double, corrected: Double?)?] = [
            ("accuracy", decisions.pValue, decisions.correctedP),
            decisions.sensitivity.map { ("sensitivity", $0.pValue, $0.correctedP) },
            decisions.specificity.map { ("specificity", $0.pValue, $0.correctedP) },
        ]
        for (name, pValue, corrected) in tests.compactMap({ $0 }) {
            guard let other = comparison.metrics[name]?.value,
                let difference = decisions.differences[name]
            else { continue }
            let interval = difference.interval.map { Formatting.pointRange($0, decimals: 1) }
            let label = name.padding(toLength: 18, withPad: " ", startingAt: 0)
            Swift.print(
                "  \(label)\(Formatting.percent(other)); model minus it, \(rule), \(Formatting.signed(100 * difference.value, 1)) points (95%: \(interval ?? "–")); McNemar: \(text(pValue, corrected))"
            )
        }
        let kappa = decisions.kappa.map {
            "\(Formatting.fixed($0.value, 3)) (95%: \(Formatting.plainRange($0.interval)))"
        }
        Swift.print(
            "  kappa             \(kappa ?? "undefined") with the model, \(rule); equal for \(Formatting.count(decisions.equal))"
        )
    }

    private func text(_ value: Double, _ corrected: Double?) -> String {
        let shown = corrected ?? value
        return
            "p \(shown < 0.001 ? "" : "= ")\(Formatting.shortProbability(shown))\(corrected == nil ? "" : " (Holm)")"
    }
}
