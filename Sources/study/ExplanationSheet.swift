import Foundation
import Images
import Inference
import Plotting
import Reports
import Results
import Runs

/// Images beside their heat maps.
struct ExplanationSheet {
    let classes: [String]

    private static let side = 168
    private static let perRow = 3

    /// A few images a row, with their names and what they were named.
    func sheet(of explanations: [Explanation]) -> ContactSheet {
        let rows = stride(from: 0, to: explanations.count, by: Self.perRow).map {
            row("", explanations[$0..<min($0 + Self.perRow, explanations.count)]) {
                let name = URL(fileURLWithPath: $0.file).lastPathComponent
                return name.count > 26 ? name.prefix(12) + "…" + name.suffix(13) : name
            }
        }
        return ContactSheet(title: "What the answers follow from", side: Self.side, rows: rows)
    }

    /// A row for each pair of actual and predicted class.
    func sheet(of rows: [[Explanation]], _ record: ExplanationRecord) -> ContactSheet {
        ContactSheet(
            title: record.trial, side: Self.side,
            rows: zip(record.rows, rows).map { kind, explanations in
                row("\(kind.label) called \(kind.predicted)", explanations[...]) { _ in "" }
            })
    }

    private func row(
        _ title: String, _ explanations: ArraySlice<Explanation>,
        caption: (Explanation) -> String
    ) -> ContactSheet.Row {
        let transform = EvaluationTransform(resize: Self.side, crop: Self.side)
        return ContactSheet.Row(
            title: title,
            images: explanations.flatMap { explanation in
                [explanation.image, explanation.overlay].map { transform.apply($0).pixels }
            },
            captions: explanations.flatMap { [caption($0), prediction($0)] })
    }

    private func prediction(_ explanation: Explanation) -> String {
        let predicted = explanation.prediction.predicted
        let percent = String(
            format: "%.1f%%", 100 * explanation.prediction.probabilities[predicted])
        let what =
            explanation.label == predicted ? "" : ", heat for \(classes[explanation.label])"
        return "\(classes[predicted]) \(percent)\(what)"
    }
}
