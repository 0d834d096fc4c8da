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
                URL(fileURLWithPath: $0.file).lastPathComponent
            }
        }
        return sheet("Heat maps of predictions (Grad-CAM)", rows, explanations)
    }

    /// A sheet with a row for each pair of actual and predicted class.
    func sheet(of rows: [[Explanation]], _ record: ExplanationRecord) -> ContactSheet {
        sheet(
            record.trial,
            zip(record.rows, rows).map { kind, explanations in
                row("actual \(kind.label), predicted \(kind.predicted)", explanations[...]) { _ in
                    ""
                }
            }, rows.flatMap { $0 })
    }

    private func sheet(
        _ title: String, _ rows: [ContactSheet.Row], _ explanations: [Explanation]
    ) -> ContactSheet {
        var notes = ["Brighter regions contribute more to the score of the explained class."]
        if let heat = explanations.map(\.heat).first(where: \.isCoarse) {
            notes.append(
                """
                The heat maps have only \(heat.width) x \(heat.height) values, too few to locate a region. Networks have \
                finer maps for larger images (dataset.crop).
                """)
        }
        return ContactSheet(
            title: title, notes: notes, side: Self.side, rows: rows,
            colorBar: .init(
                colors: HeatMap.colors, low: "0: no contribution",
                high: "1: largest contribution in the image"))
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
        // Of several labels, each has a probability of its own.
        let isMultilabel = explanation.prediction.predictedLabels != nil
        let predicted = isMultilabel ? explanation.label : explanation.prediction.predicted
        let percent = String(
            format: "%.1f%%", 100 * explanation.prediction.probabilities[predicted])
        let explained =
            explanation.label == predicted ? "" : ", heat map for \(classes[explanation.label])"
        let empty = explanation.heat.isEmpty ? "; no region increases the score" : ""
        return "\(classes[predicted]) \(percent)\(explained)\(empty)"
    }
}
