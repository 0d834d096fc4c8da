import Foundation
import Images
import Inference
import Plotting
import Reports
import Results
import Runs

/// A sheet of images with their heat maps.
struct ExplanationSheet {
    let classes: [String]

    private static let side = 168
    private static let perRow = 3

    /// A sheet of three images a row, with file names and predictions.
    func sheet(of explanations: [Explanation]) -> ContactSheet {
        let rows = stride(from: 0, to: explanations.count, by: Self.perRow).map {
            row("", explanations[$0..<min($0 + Self.perRow, explanations.count)]) {
                let name = URL(fileURLWithPath: $0.file).lastPathComponent
                return name.count > 26 ? name.prefix(12) + "…" + name.suffix(13) : name
            }
        }
        return ContactSheet(
            title: "Heat maps of predictions (Grad-CAM)", side: Self.side, rows: rows)
    }

    /// A sheet with a row for each pair of actual and predicted class.
    func sheet(of rows: [[Explanation]], _ record: ExplanationRecord) -> ContactSheet {
        ContactSheet(
            title: record.trial, side: Self.side,
            rows: zip(record.rows, rows).map { kind, explanations in
                row("actual \(kind.label), predicted \(kind.predicted)", explanations[...]) { _ in
                    ""
                }
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
        let explained =
            explanation.label == predicted ? "" : ", heat map for \(classes[explanation.label])"
        return "\(classes[predicted]) \(percent)\(explained)"
    }
}
